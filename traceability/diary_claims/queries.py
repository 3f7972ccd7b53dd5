"""Entries whose words wait for an officer."""

from sqlalchemy import ColumnElement, func, select

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.listings.workspace import in_scope
from catalog.models import Facility
from traceability.enums import ClaimState
from traceability.models import DiaryClaim, Lot, TraceEvent

_waiting = (
    select(TraceEvent.lot_id)
    .join(DiaryClaim, DiaryClaim.event_id == TraceEvent.id)
    .where(DiaryClaim.state == ClaimState.WAITING, TraceEvent.is_public)
)


def has_waiting_claims() -> ColumnElement[bool]:
    """The lots whose diaries have such entries."""
    return Lot.id.in_(_waiting)


def get_lot_of_entry(event_id: int) -> int:
    """Raises NotFound."""
    event = db.session.get(TraceEvent, event_id)
    if event is None:
        raise NotFound("not_found")
    return event.lot_id


def count_lots_with_claims(actor: Actor) -> int:
    """Such lots in the officer's area."""
    query = (
        select(func.count())
        .select_from(Lot)
        .join(Facility, Facility.id == Lot.facility_id)
        .join(Facility.unit)
        .where(has_waiting_claims(), in_scope(actor))
    )
    return db.session.scalar(query) or 0
