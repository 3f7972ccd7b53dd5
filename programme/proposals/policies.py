"""Who may do what with proposals."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from catalog.models import AdministrativeUnit, Facility
from catalog.policies import can_manage_facility, is_system
from programme.models import Proposal
from programme.policies import serves_centre, serves_unit
from programme.proposals.states import Side


def can_propose(actor: Actor, facility: Facility | None, unit: AdministrativeUnit) -> Decision:
    """For a facility that is at work: who looks after it. For the centre of a province: its editors and the officers
    there.
    """
    if is_system(actor):
        return ALLOWED
    if facility is not None:
        return can_manage_facility(actor, facility) if actor.manages(facility.id) else HIDDEN
    return ALLOWED if serves_centre(actor, unit) or serves_unit(actor, unit) else Denied("not_your_programme")


def can_change_proposal(actor: Actor, proposal: Proposal) -> Decision:
    """Write it, hand it in, take it back."""
    decision = can_propose(actor, proposal.facility, proposal.unit)
    return decision if decision or looks_after(actor, proposal) else HIDDEN


def looks_after(actor: Actor, proposal: Proposal) -> bool:
    """Whether the person looks after the facility that asks, in whatever state it is."""
    return proposal.facility is not None and actor.manages(proposal.facility.id)


def can_see_proposal(actor: Actor, proposal: Proposal) -> Decision:
    """Who asks, the centre and the officers of the province, the ministry. A draft is seen by its writers alone."""
    if looks_after(actor, proposal) or can_change_proposal(actor, proposal):
        return ALLOWED
    if proposal.state == "draft" or not can_work_on(actor, proposal):
        return HIDDEN
    return ALLOWED


def can_work_on(actor: Actor, proposal: Proposal) -> Decision:
    """Read it as an office: the department and the centre of the province, the ministry."""
    if _answers(actor, proposal) or serves_centre(actor, proposal.unit):
        return ALLOWED
    return HIDDEN


def can_carry_out(actor: Actor, proposal: Proposal) -> Decision:
    """Tell that it was carried out: an office, never for a facility of one's own."""
    return Denied("own_facility") if is_own(actor, proposal) else can_work_on(actor, proposal)


def can_answer(actor: Actor, proposal: Proposal) -> Decision:
    """Take in, return, send up, refuse: the department of the province; the ministry all. Never for a facility of
    one's own.
    """
    if is_own(actor, proposal):
        return Denied("own_facility")
    return ALLOWED if _answers(actor, proposal) else Denied("not_your_programme")


def can_approve(actor: Actor, proposal: Proposal) -> Decision:
    """Approve, amend, stop, call the council: the ministry where money of the nation is asked for, else the
    province. Never for a facility of one's own.
    """
    if is_system(actor):
        return ALLOWED
    if is_own(actor, proposal):
        return Denied("own_facility")
    if proposal.asked_national > 0:
        return ALLOWED if actor.has(Role.OFFICER_NATIONAL) else Denied("not_your_programme")
    return ALLOWED if serves_unit(actor, proposal.unit) else Denied("not_your_programme")


def can_give_national(actor: Actor) -> Decision:
    """Set money of the nation, or more than was asked for: the ministry."""
    if is_system(actor) or actor.has(Role.OFFICER_NATIONAL):
        return ALLOWED
    return Denied("not_your_programme")


def is_own(actor: Actor, proposal: Proposal) -> bool:
    """Whether the person belongs to the facility that asks."""
    return proposal.facility_id is not None and proposal.facility_id in actor.facilities


def own_side(actor: Actor) -> Side:
    """For whom an office answers."""
    return Side.MINISTRY if actor.has(Role.OFFICER_NATIONAL) else Side.PROVINCE


def _answers(actor: Actor, proposal: Proposal) -> bool:
    return is_system(actor) or actor.has(Role.OFFICER_NATIONAL) or serves_unit(actor, proposal.unit)
