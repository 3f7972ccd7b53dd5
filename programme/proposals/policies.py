"""Who may do what with proposals."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from catalog.models import AdministrativeUnit, Facility
from catalog.policies import is_system
from programme.models import Proposal
from programme.policies import serves_centre, serves_unit
from programme.proposals.states import Side


def can_propose(actor: Actor, facility: Facility | None, unit: AdministrativeUnit) -> Decision:
    """For a facility: who looks after it. For the centre of a province: its editors and the officers there."""
    if is_system(actor):
        return ALLOWED
    if facility is not None:
        return ALLOWED if actor.manages(facility.id) else HIDDEN
    return ALLOWED if serves_centre(actor, unit) or serves_unit(actor, unit) else Denied("not_your_programme")


def can_change_proposal(actor: Actor, proposal: Proposal) -> Decision:
    """Write it, hand it in, take it back."""
    decision = can_propose(actor, proposal.facility, proposal.unit)
    return decision or HIDDEN


def can_see_proposal(actor: Actor, proposal: Proposal) -> Decision:
    """Who asks, the centre and the officers of the province, the ministry. A draft is seen by its writers alone."""
    if can_change_proposal(actor, proposal):
        return ALLOWED
    if proposal.state == "draft" or not can_work_on(actor, proposal):
        return HIDDEN
    return ALLOWED


def can_work_on(actor: Actor, proposal: Proposal) -> Decision:
    """Read it as an office, and tell that it was carried out."""
    if can_answer(actor, proposal) or serves_centre(actor, proposal.unit):
        return ALLOWED
    return HIDDEN


def can_answer(actor: Actor, proposal: Proposal) -> Decision:
    """Take in, return, send up, refuse: the department of the province; the ministry all."""
    if is_system(actor) or actor.has(Role.OFFICER_NATIONAL) or serves_unit(actor, proposal.unit):
        return ALLOWED
    return Denied("not_your_programme")


def can_approve(actor: Actor, proposal: Proposal) -> Decision:
    """Approve, amend, stop, call the council: the ministry where money of the nation is asked for, else the
    province.
    """
    if is_system(actor):
        return ALLOWED
    if proposal.asked_national > 0:
        return ALLOWED if actor.has(Role.OFFICER_NATIONAL) else Denied("not_your_programme")
    return ALLOWED if serves_unit(actor, proposal.unit) else Denied("not_your_programme")


def own_side(actor: Actor) -> Side:
    """For whom an office answers."""
    return Side.MINISTRY if actor.has(Role.OFFICER_NATIONAL) else Side.PROVINCE
