"""Who may do what after the count: complain, answer, merge, send up."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from voting.enums import NominationState
from voting.models import Complaint, Nomination
from voting.policies import council_role, is_juror_of

LEFT = frozenset(
    {
        NominationState.DRAFT,
        NominationState.SUBMITTED,
        NominationState.RETURNED,
        NominationState.WITHDRAWN,
    }
)
"""States of an entry without a result."""


def can_complain(actor: Actor, nomination: Nomination) -> Decision:
    """File a complaint about one's own entry, once it had a result or was disqualified; a juror never."""
    if not actor.manages(nomination.facility_id):
        return HIDDEN
    if is_juror_of(actor, nomination.round):
        return Denied("not_your_round")
    return Denied("nothing_to_complain") if nomination.state in LEFT else ALLOWED


def can_see_complaint(actor: Actor, complaint: Complaint) -> Decision:
    """Read text and answer: the facility that filed it and the council; jurors and officers never."""
    if complaint.nomination.facility_id in actor.facilities:
        return ALLOWED
    return ALLOWED if council_role(actor, complaint.round) is not None else HIDDEN
