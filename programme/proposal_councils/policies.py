"""Who calls councils, sits in them and keeps their minutes."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from programme.models import Proposal, ProposalCouncil
from programme.proposals.policies import can_answer, can_approve, can_see_proposal, is_own

SEATED = (Role.APPRAISER, Role.OFFICER_PROVINCE, Role.OFFICER_NATIONAL)
"""Roles of people who may sit in a council."""


def can_call_council(actor: Actor, proposal: Proposal) -> Decision:
    """For an appraisal who approves; for an acceptance the department that has it carried out too."""
    decision = can_approve(actor, proposal)
    return can_answer(actor, proposal) if not decision and proposal.state == "done" else decision


def can_sit(actor: Actor, council: ProposalCouncil) -> Decision:
    """Members say what they think; nobody for them, and nobody who belongs to the facility by now."""
    if not _post(actor, council):
        return HIDDEN
    return Denied("own_facility") if is_own(actor, council.proposal) else ALLOWED


def can_keep_minutes(actor: Actor, council: ProposalCouncil) -> Decision:
    post = _post(actor, council)
    if not post:
        return HIDDEN
    if is_own(actor, council.proposal):
        return Denied("own_facility")
    return ALLOWED if post in {"chair", "secretary"} else Denied("council_minutes_of_two")


def can_see_council(actor: Actor, council: ProposalCouncil) -> Decision:
    """Its members, the offices, and who asked once the minutes are signed."""
    proposal = council.proposal
    if _post(actor, council) and actor.has(*SEATED) and not is_own(actor, proposal):
        return ALLOWED
    if can_answer(actor, proposal):
        return ALLOWED
    return ALLOWED if council.is_signed and can_see_proposal(actor, proposal) else HIDDEN


def _post(actor: Actor, council: ProposalCouncil) -> str:
    return next((seat.post for seat in council.sitting if seat.user_id == actor.user_id), "")
