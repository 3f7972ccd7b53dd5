"""Who prints, types and settles score sheets on paper."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, HIDDEN, Decision
from voting.models import SelectionRound
from voting.policies import CHAIR, SECRETARY, can_manage_round, council_role, is_juror_of


def can_type_sheets(actor: Actor, round_: SelectionRound) -> Decision:
    """Print sheets and type in what came back: the secretary and officers of the area, no juror, not the chair.

    The chair settles what two clerks read differently, so the chair types none.
    """
    role = council_role(actor, round_)
    if role == CHAIR or is_juror_of(actor, round_):
        return HIDDEN
    return ALLOWED if role == SECRETARY or can_manage_round(actor, round_) else HIDDEN


def can_settle_sheets(actor: Actor, round_: SelectionRound) -> Decision:
    """Decide between two readings of one sheet: the chair."""
    if council_role(actor, round_) != CHAIR or is_juror_of(actor, round_):
        return HIDDEN
    return ALLOWED


def can_see_scan(actor: Actor, round_: SelectionRound, *, disputed: bool) -> Decision:
    """The scan shows scores: for the chair while two readings differ, for chair and secretary after closing."""
    role = council_role(actor, round_)
    if role not in {CHAIR, SECRETARY} or is_juror_of(actor, round_):
        return HIDDEN
    if round_.scoring_closed_at is not None or (role == CHAIR and disputed):
        return ALLOWED
    return HIDDEN
