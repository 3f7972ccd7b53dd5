"""Tasks of a person in the rounds: counted for the task list of the account page."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from voting.enums import NominationState, RecusalState, RoundAct, RoundState
from voting.models import (
    CouncilMember,
    Juror,
    Nomination,
    RecognitionDecision,
    Recusal,
    SelectionRound,
    TwoPersonStep,
)
from voting.policies import CHAIR, SECRETARY, can_manage_round
from voting.results.queries import counted_nominations, verdicts_of
from voting.rounds.queries import list_work_rounds
from voting.rounds.status import FINISHED, IN_SCORING, accepts_scores
from voting.score_sheets.queries import list_seats, list_sheets

SIGNED_IN = {
    RoundState.SCORING: RoundAct.CLOSE_SCORING,
    RoundState.SCORING_SECOND: RoundAct.CLOSE_SCORING,
    RoundState.COUNCIL: RoundAct.PUBLISH_PROVISIONAL,
    RoundState.COMPLAINTS: RoundAct.PUBLISH,
}
"""What the two signatures of a state lead to; both passes are closed under one name."""


@dataclass(frozen=True, slots=True)
class JurorDuty:
    """The remaining work of a juror in one round. must_declare: no entry may be seen yet; left: sheets not
    submitted.
    """

    seat: Juror
    round: SelectionRound
    must_declare: bool
    left: int


@dataclass(frozen=True, slots=True)
class CouncilDuty:
    """Tasks of a chair or secretary in one round. has_signed: this person, for the step that is open;
    has_decision: number and date of the decision are recorded.
    """

    round: SelectionRound
    role: str
    dossiers: int
    conflicts: int
    undecided: int
    has_signed: bool
    has_decision: bool


@dataclass(frozen=True, slots=True)
class OfficerDuty:
    """A round whose next step is the officer's: one button on its page."""

    round: SelectionRound
    act: RoundAct


def list_juror_duties(actor: Actor) -> list[JurorDuty]:
    """Seats in rounds that are being scored, with the remaining work."""
    if actor.user_id is None:
        return []
    left = Counter(v.sheet.juror_id for v in list_sheets(actor) if v.sheet.status != "submitted")
    now = utc_now()
    return [
        JurorDuty(seat, seat.panel.round, seat.declared_at is None, left[seat.id])
        for seat in list_seats(actor.user_id)
        if accepts_scores(seat.panel.round, now)
    ]


def list_council_duties(actor: Actor) -> list[CouncilDuty]:
    """Unfinished rounds in which the person is chair or secretary."""
    query = (
        select(SelectionRound, CouncilMember.role)
        .join(CouncilMember, CouncilMember.round_id == SelectionRound.id)
        .where(
            CouncilMember.user_id == actor.user_id,
            CouncilMember.role.in_([CHAIR, SECRETARY]),
            SelectionRound.state.not_in(FINISHED),
        )
        .order_by(SelectionRound.id)
    )
    return [_duty(actor, round_, role) for round_, role in db.session.execute(query).all()]


def list_officer_duties(actor: Actor) -> list[OfficerDuty]:
    """Rounds of the officer's area whose next step is the officer's."""
    now = utc_now()
    return [
        OfficerDuty(round_, act)
        for round_ in list_work_rounds(actor)
        if (act := _officer_act(round_, now)) is not None and can_manage_round(actor, round_)
    ]


def _officer_act(round_: SelectionRound, now: datetime) -> RoundAct | None:
    """The step that is due now; None while waiting for people or a date."""
    begun = round_.entries_from is None or round_.entries_from <= now
    over = round_.entries_until is not None and round_.entries_until <= now
    due = {
        RoundState.PLAN: (RoundAct.ANNOUNCE, True),
        RoundState.ANNOUNCED: (RoundAct.OPEN_ENTRIES, begun),
        RoundState.RECEIVING: (RoundAct.CLOSE_ENTRIES, over),
        RoundState.CHECKING: (RoundAct.OPEN_SCORING, True),
        RoundState.SITE_VISIT: (RoundAct.OPEN_SECOND_PASS, True),
        RoundState.RECOGNISED: (RoundAct.AWARD, True),
    }
    act, is_due = due.get(RoundState(round_.state), (None, False))
    if act is RoundAct.OPEN_SCORING:
        is_due = all(n.state != NominationState.SUBMITTED for n in round_.nominations)
    return act if is_due else None


def _duty(actor: Actor, round_: SelectionRound, role: str) -> CouncilDuty:
    submitted = select(func.count(Nomination.id)).where(
        Nomination.round_id == round_.id, Nomination.state == NominationState.SUBMITTED
    )
    proposed = (
        select(func.count(Recusal.id))
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Nomination.round_id == round_.id, Recusal.state == RecusalState.PROPOSED)
    )
    decided = select(RecognitionDecision.id).where(RecognitionDecision.round_id == round_.id)
    decides = round_.state == RoundState.COUNCIL
    answered = verdicts_of(round_) if decides else {}
    return CouncilDuty(
        round=round_,
        role=role,
        dossiers=(db.session.scalar(submitted) or 0) if role == SECRETARY else 0,
        conflicts=(db.session.scalar(proposed) or 0) if role == CHAIR and round_.state in IN_SCORING else 0,
        undecided=sum(n.id not in answered for n in counted_nominations(round_)) if decides else 0,
        has_signed=_has_signed(actor, round_),
        has_decision=bool(db.session.scalar(decided)),
    )


def _has_signed(actor: Actor, round_: SelectionRound) -> bool:
    """Whether the person gave the one signature that the open step of this round has so far."""
    query = select(TwoPersonStep.cycle, TwoPersonStep.user_id).where(
        TwoPersonStep.round_id == round_.id, TwoPersonStep.act == SIGNED_IN.get(RoundState(round_.state))
    )
    steps = list(db.session.execute(query.order_by(TwoPersonStep.id)))
    return [user_id for cycle, user_id in steps if cycle == steps[-1].cycle] == [actor.user_id]
