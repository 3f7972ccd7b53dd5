"""The state of a round, an entry and a recusal: questions of acts, reads and pages alike."""

from datetime import datetime

from sqlalchemy import literal

from voting.enums import NominationState, RecusalState, RoundState
from voting.models import EntryCode, Nomination, Recusal, ScoreSheet, SelectionRound

RANKED = frozenset(
    {
        NominationState.ACCEPTED,
        NominationState.MERGED,
        NominationState.RECOGNISED,
        NominationState.NOT_RECOGNISED,
    }
)
"""States of an entry that is scored and ranked; a withdrawn or disqualified one is not."""
SHUT_OUT = frozenset({RecusalState.DECLARED, RecusalState.CONFIRMED, RecusalState.PROPOSED})
"""A proposed conflict also excludes, until the chair has decided: nothing seen can be unseen."""
SHUTS_OUT_OF_SHEET = (
    (Recusal.juror_id == ScoreSheet.juror_id)
    & (Recusal.nomination_id == ScoreSheet.nomination_id)
    & Recusal.state.in_([literal(state.value) for state in sorted(SHUT_OUT)])
)
CODE_OF_SHEET = (EntryCode.nomination_id == ScoreSheet.nomination_id) & (
    EntryCode.scoring_pass == ScoreSheet.scoring_pass
)
FINISHED = frozenset({RoundState.RECOGNISED, RoundState.AWARDED, RoundState.ARCHIVED, RoundState.ANNULLED})
"""States of a round whose results are decided on, or that has none any more."""
IN_SCORING = frozenset({RoundState.SCORING, RoundState.SCORING_SECOND})


def shown_state(nomination: Nomination) -> str:
    """The state outside the council: a set reveals that its members passed, so it stays hidden until the
    list.
    """
    is_hidden = nomination.state == NominationState.MERGED and nomination.round.provisional_at is None
    return NominationState.ACCEPTED if is_hidden else nomination.state


def is_before_scoring(round_: SelectionRound) -> bool:
    """Whether rules, council and juries may still change."""
    return round_.scoring_opened_at is None and round_.annulled_at is None


def accepts_entries(round_: SelectionRound, now: datetime) -> bool:
    """Whether a facility may enter or hand in at this moment of the server's clock; the deadline itself is
    late.

    A deadline that has refused somebody stays passed, even if the clock is set back.
    """
    if round_.entries_until is not None and round_.entries_late_for == round_.entries_until:
        return False
    return round_.state == RoundState.RECEIVING and _within(now, round_.entries_from, round_.entries_until)


def accepts_scores(round_: SelectionRound, now: datetime) -> bool:
    """Whether a juror may save or submit at this moment of the server's clock; the deadline itself is late."""
    if round_.scoring_until is not None and round_.scoring_late_for == round_.scoring_until:
        return False
    return round_.state in IN_SCORING and _within(now, round_.scoring_from, round_.scoring_until)


def _within(now: datetime, begin: datetime | None, end: datetime | None) -> bool:
    return (begin is None or now >= begin) and (end is None or now < end)
