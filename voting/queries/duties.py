"""What waits for a person in the rounds: counted for the task list of the account page."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.db import db
from voting.enums import NominationState, RecusalState, RoundState
from voting.models import CouncilMember, Juror, Nomination, Recusal, SelectionRound, TwoPersonStep
from voting.policies import CHAIR, SECRETARY
from voting.queries.jury import list_seats, list_sheets
from voting.queries.results import counted_nominations, verdicts_of
from voting.standing import IN_SCORING, accepts_scores

FINISHED = frozenset({RoundState.RECOGNISED, RoundState.AWARDED, RoundState.ARCHIVED, RoundState.ANNULLED})


@dataclass(frozen=True, slots=True)
class JurorDuty:
    """What a juror has left in one round. must_declare: no entry may be seen yet; left: sheets not submitted."""

    seat: Juror
    round: SelectionRound
    must_declare: bool
    left: int


@dataclass(frozen=True, slots=True)
class CouncilDuty:
    """What waits for a chair or secretary in one round. has_signed: this person, for the step that is open."""

    round: SelectionRound
    role: str
    dossiers: int
    conflicts: int
    undecided: int
    has_signed: bool


def list_juror_duties(actor: Actor) -> list[JurorDuty]:
    """Seats in rounds that take scores now, with what is left to do."""
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


def _duty(actor: Actor, round_: SelectionRound, role: str) -> CouncilDuty:
    submitted = select(func.count(Nomination.id)).where(
        Nomination.round_id == round_.id, Nomination.state == NominationState.SUBMITTED
    )
    proposed = (
        select(func.count(Recusal.id))
        .join(Nomination, Nomination.id == Recusal.nomination_id)
        .where(Nomination.round_id == round_.id, Recusal.state == RecusalState.PROPOSED)
    )
    decides = round_.state == RoundState.COUNCIL
    return CouncilDuty(
        round=round_,
        role=role,
        dossiers=(db.session.scalar(submitted) or 0) if role == SECRETARY else 0,
        conflicts=(db.session.scalar(proposed) or 0) if role == CHAIR and round_.state in IN_SCORING else 0,
        undecided=len(counted_nominations(round_)) - len(verdicts_of(round_)) if decides else 0,
        has_signed=_has_signed(actor, round_),
    )


def _has_signed(actor: Actor, round_: SelectionRound) -> bool:
    """Whether the last signature given in this round is the person's own: the other one is waited for."""
    query = select(TwoPersonStep.user_id).where(TwoPersonStep.round_id == round_.id)
    return db.session.scalars(query.order_by(TwoPersonStep.id.desc())).first() == actor.user_id
