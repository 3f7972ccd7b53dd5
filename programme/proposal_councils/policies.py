"""Who calls councils, sits in them and keeps their minutes."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from programme.models import Proposal, ProposalCouncil
from programme.proposals.policies import can_answer, can_approve, can_see_proposal


def can_call_council(actor: Actor, proposal: Proposal) -> Decision:
    """For an appraisal who approves; for an acceptance the department that has it carried out too."""
    if can_approve(actor, proposal):
        return ALLOWED
    return can_answer(actor, proposal) if proposal.state == "done" else Denied("not_your_programme")


def can_sit(actor: Actor, council: ProposalCouncil) -> Decision:
    """Members say what they think; nobody for them."""
    return ALLOWED if _post(actor, council) else HIDDEN


def can_keep_minutes(actor: Actor, council: ProposalCouncil) -> Decision:
    post = _post(actor, council)
    if not post:
        return HIDDEN
    return ALLOWED if post in {"chair", "secretary"} else Denied("council_minutes_of_two")


def can_see_council(actor: Actor, council: ProposalCouncil) -> Decision:
    """Its members, the offices, and who asked once the minutes are signed."""
    if _post(actor, council):
        return ALLOWED
    proposal = council.proposal
    if can_answer(actor, proposal):
        return ALLOWED
    return ALLOWED if council.is_signed and can_see_proposal(actor, proposal) else HIDDEN


def _post(actor: Actor, council: ProposalCouncil) -> str:
    return next((seat.post for seat in council.seats if seat.user_id == actor.user_id), "")
