"""Reads of what follows the count: sets, complaints, promotions. Acts and pages have judged who may see them."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.clock import today
from app.core.db import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.enums import Level
from voting.enums import NominationState, RoundState
from voting.models import Nomination, RecognitionDecision, SelectionRound
from voting.models_after import Complaint, ComplaintAnswer, MergedSet, MergedSetMember, Promotion
from voting.policies_after import can_see_complaint

NEXT_LEVEL = {
    Level.COMMUNE: Level.PROVINCE,
    Level.PROVINCE: Level.REGION,
    Level.REGION: Level.NATIONAL,
}
COMPLAINING = frozenset(
    {RoundState.PROVISIONAL, RoundState.COMPLAINTS, RoundState.RECOGNISED, RoundState.AWARDED}
)


def list_sets(round_id: int) -> list[MergedSet]:
    """The sets that stand, in order of their codes' numbers."""
    query = (
        select(MergedSet)
        .options(selectinload(MergedSet.members).joinedload(MergedSetMember.nomination))
        .where(MergedSet.round_id == round_id, MergedSet.dissolved_at.is_(None))
        .order_by(MergedSet.id)
    )
    return list(db.session.scalars(query))


def sets_by_lead(round_id: int) -> dict[int, MergedSet]:
    """The sets that stand, by the nomination that carries each."""
    return {merged.lead_id: merged for merged in list_sets(round_id)}


def sets_by_member(round_id: int) -> dict[int, MergedSet]:
    """The sets that stand, by each of their nominations."""
    return {member.nomination_id: merged for merged in list_sets(round_id) for member in merged.members}


def list_recognised_sets(product_id: int) -> list[MergedSet]:
    """The published sets through which a product shares an award that another product of the set carries."""
    query = (
        select(MergedSet)
        .join(MergedSetMember, MergedSetMember.set_id == MergedSet.id)
        .join(Nomination, Nomination.id == MergedSetMember.nomination_id)
        .join(SelectionRound, SelectionRound.id == MergedSet.round_id)
        .options(joinedload(MergedSet.lead), joinedload(MergedSet.round))
        .where(
            Nomination.product_id == product_id,
            MergedSet.dissolved_at.is_(None),
            SelectionRound.published_at.is_not(None),
            SelectionRound.annulled_at.is_(None),
        )
        .order_by(MergedSet.id.desc())
    )
    return [row for row in db.session.scalars(query) if row.lead.state == NominationState.RECOGNISED]


def accepts_complaints(round_: SelectionRound) -> bool:
    """Whether an entrant may still complain: until the end of the last day, in Việt Nam."""
    until = round_.complaints_until
    return until is not None and today() <= until and round_.state in COMPLAINING


def count_open_complaints(round_id: int) -> int:
    """Complaints that the council has not answered yet."""
    query = (
        select(func.count(Complaint.id))
        .outerjoin(ComplaintAnswer, ComplaintAnswer.complaint_id == Complaint.id)
        .where(Complaint.round_id == round_id, ComplaintAnswer.id.is_(None))
    )
    return db.session.scalar(query) or 0


def list_complaints(round_id: int) -> list[Complaint]:
    """A round's complaints, open ones first, the nearest deadline on top."""
    query = (
        select(Complaint)
        .options(joinedload(Complaint.nomination), joinedload(Complaint.answer))
        .where(Complaint.round_id == round_id)
        .order_by(Complaint.due_on, Complaint.id)
    )
    return sorted(db.session.scalars(query), key=lambda row: row.answer is not None)


def list_entry_complaints(nomination_id: int) -> list[Complaint]:
    """The complaints about one entry, newest first."""
    query = (
        select(Complaint)
        .options(joinedload(Complaint.answer))
        .where(Complaint.nomination_id == nomination_id)
        .order_by(Complaint.id.desc())
    )
    return list(db.session.scalars(query))


def get_complaint(actor: Actor, complaint_id: int) -> Complaint:
    """One complaint. Raises NotFound for everybody who may not know of it."""
    complaint = db.session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound("not_found")
    authorize(actor, can_see_complaint, complaint)
    return complaint


def list_upper_rounds(round_: SelectionRound) -> list[SelectionRound]:
    """The open rounds of the next level that this round's area belongs to."""
    above = NEXT_LEVEL.get(Level(round_.level))
    query = select(SelectionRound).where(
        SelectionRound.level == above, SelectionRound.state == RoundState.RECEIVING
    )
    if above == Level.REGION:
        query = query.where(SelectionRound.region == (round_.unit.region if round_.unit else ""))
    if above == Level.PROVINCE:
        query = query.where(SelectionRound.unit_id == round_.unit_id)
    return list(db.session.scalars(query.order_by(SelectionRound.entries_until, SelectionRound.id)))


def list_promotions(round_id: int, to_round_id: int | None = None) -> list[Promotion]:
    """Entries on the list upward, whether signed already or not; removed ones left out."""
    query = (
        select(Promotion)
        .options(joinedload(Promotion.nomination), joinedload(Promotion.to_round))
        .where(Promotion.round_id == round_id, Promotion.removed_at.is_(None))
    )
    if to_round_id is not None:
        query = query.where(Promotion.to_round_id == to_round_id)
    return list(db.session.scalars(query.order_by(Promotion.id)))


def find_origin(nomination: Nomination) -> tuple[Promotion, RecognitionDecision] | None:
    """Where a promoted dossier comes from: the act that sent it up and the decision that act cites."""
    query = (
        select(Promotion, RecognitionDecision)
        .join(RecognitionDecision, RecognitionDecision.round_id == Promotion.round_id)
        .where(Promotion.promoted_id == nomination.id)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else None
