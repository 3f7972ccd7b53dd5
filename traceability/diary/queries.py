"""Reads of diary entries."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core.database.base import db
from app.core.errors import NotFound
from traceability.diary.photos.files import is_shown
from traceability.models import Lot, TraceEvent


def find_last_event(lot: Lot, kind: str) -> TraceEvent | None:
    """The newest entry of a kind in any lot of the same product (or of the facility's raw material)."""
    same = Lot.product_id == lot.product_id if lot.product_id is not None else Lot.product_id.is_(None)
    query = (
        select(TraceEvent)
        .join(TraceEvent.lot)
        .where(Lot.facility_id == lot.facility_id, same, TraceEvent.kind == kind)
        .order_by(TraceEvent.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def get_event(event_id: int) -> TraceEvent:
    """Raises NotFound."""
    event = db.session.get(TraceEvent, event_id)
    if event is None:
        raise NotFound("not_found")
    return event


def find_shown_photo(event_id: int) -> TraceEvent | None:
    """An entry whose photo everybody may see: public like its lot, ticked, and not declared wrong since."""
    correction = aliased(TraceEvent)
    query = (
        select(TraceEvent)
        .join(TraceEvent.lot)
        .where(
            TraceEvent.id == event_id,
            TraceEvent.is_public,
            Lot.is_public,
            ~select(correction.id).where(correction.corrects_id == TraceEvent.id).exists(),
        )
    )
    event = db.session.scalar(query)
    return event if event is not None and is_shown(event.picture) else None
