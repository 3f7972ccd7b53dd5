"""Reads for the time after the count: sets, complaints, promotions. The callers have checked access."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from voting.complaints.policies import can_see_complaint
from voting.enums import RoundState
from voting.models import Complaint, SelectionRound

COMPLAINING = frozenset(
    {RoundState.PROVISIONAL, RoundState.COMPLAINTS, RoundState.RECOGNISED, RoundState.AWARDED}
)


def accepts_complaints(round_: SelectionRound) -> bool:
    """Whether an entrant may still complain: until the end of the last day, in Việt Nam."""
    until = round_.complaints_until
    return until is not None and today() <= until and round_.state in COMPLAINING


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
    """One complaint. Raises NotFound for everyone without access."""
    complaint = db.session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound("not_found")
    authorize(actor, can_see_complaint, complaint)
    return complaint
