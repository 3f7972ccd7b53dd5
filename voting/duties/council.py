"""Tasks of a council after the count: complaints to answer, important acts that the other person has signed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.database.base import db
from voting.enums import RoundAct, RoundState
from voting.models import Complaint, ComplaintAnswer, CouncilMember, SelectionRound, TwoPersonStep
from voting.policies import CHAIR, SECRETARY
from voting.promotion.queries import PROMOTE, list_promotions
from voting.rounds.lifecycle import ROUND_TABLE

WEIGHTY = (RoundAct.REOPEN_SCORING, RoundAct.RETURN_TO_COUNCIL, RoundAct.ANNUL)


@dataclass(frozen=True, slots=True)
class ComplaintDuty:
    """Open complaints of a round; due_on: of the most urgent one."""

    round: SelectionRound
    count: int
    due_on: date


def list_complaint_duties(actor: Actor) -> list[ComplaintDuty]:
    """The rounds whose chair or secretary this person is, with open complaints, the most urgent first."""
    query = (
        select(SelectionRound, func.count(Complaint.id), func.min(Complaint.due_on))
        .join(CouncilMember, CouncilMember.round_id == SelectionRound.id)
        .join(Complaint, Complaint.round_id == SelectionRound.id)
        .outerjoin(ComplaintAnswer, ComplaintAnswer.complaint_id == Complaint.id)
        .where(
            CouncilMember.user_id == actor.user_id,
            CouncilMember.role.in_([CHAIR, SECRETARY]),
            ComplaintAnswer.id.is_(None),
        )
        .group_by(SelectionRound.id)
        .order_by(func.min(Complaint.due_on))
    )
    return [ComplaintDuty(*row) for row in db.session.execute(query)]


def list_signature_duties(actor: Actor) -> list[tuple[SelectionRound, RoundAct]]:
    """Important acts, open now, that the other person has signed and this one has not."""
    return [
        (round_, RoundAct(act))
        for round_, act in _half_signed(actor, TwoPersonStep.act.in_(WEIGHTY))
        if any(row.state == RoundState(round_.state) and row.act == act for row in ROUND_TABLE)
    ]


def list_promotion_duties(actor: Actor) -> list[tuple[SelectionRound, SelectionRound]]:
    """(from, to) of lists upward that the other person has signed and this one has not."""
    lists = [
        (round_, db.session.get_one(SelectionRound, int(act.removeprefix(PROMOTE))))
        for round_, act in _half_signed(actor, TwoPersonStep.act.startswith(PROMOTE))
        if round_.annulled_at is None
    ]
    return [
        (round_, above)
        for round_, above in lists
        if above.state == RoundState.RECEIVING
        and any(row.promoted_at is None for row in list_promotions(round_.id, above.id))
    ]


def _half_signed(actor: Actor, acts: ColumnElement[bool]) -> list[tuple[SelectionRound, str]]:
    """Acts with one signature, another person's, in the rounds whose chair or secretary this person is."""
    other = aliased(TwoPersonStep)
    alone = (
        select(func.count(other.id))
        .where(
            other.round_id == TwoPersonStep.round_id,
            other.act == TwoPersonStep.act,
            other.cycle >= TwoPersonStep.cycle,
        )
        .scalar_subquery()
    )
    query = (
        select(SelectionRound, TwoPersonStep.act)
        .join(TwoPersonStep, TwoPersonStep.round_id == SelectionRound.id)
        .join(CouncilMember, CouncilMember.round_id == SelectionRound.id)
        .where(
            CouncilMember.user_id == actor.user_id,
            CouncilMember.role.in_([CHAIR, SECRETARY]),
            acts,
            TwoPersonStep.user_id != actor.user_id,
            alone == 1,
        )
        .order_by(TwoPersonStep.id)
    )
    return [(round_, act) for round_, act in db.session.execute(query)]
