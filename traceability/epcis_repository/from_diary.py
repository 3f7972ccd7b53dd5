"""Diary entries as events of the repository, so that one query finds what was written and what was captured."""

import json
import logging
from io import BytesIO

from sqlalchemy import func, select

from app.core.database.base import db
from app.core.database.transaction import transaction
from traceability.epcis import InvalidEpcis
from traceability.epcis_repository.delivery import open_delivery, prepare
from traceability.epcis_repository.store import store
from traceability.models import EpcisMirror, Lot, TraceEvent

BATCH = 200
_log = logging.getLogger(__name__)
LOOK_BACK = 1_000
"""Entries before the newest mirrored one that are looked at again: on PostgreSQL a lower id may commit later."""


def mirror_diary() -> int:
    """Add the diary entries that the repository does not have yet; opens its own transactions. Returns how many."""
    added = 0
    while missing := _list_missing():
        db.session.rollback()
        with transaction():
            for entry_id in missing:
                _mirror(entry_id)
        added += len(missing)
    return added


def _list_missing() -> list[int]:
    newest = db.session.scalar(select(func.max(EpcisMirror.trace_event_id))) or 0
    there = select(EpcisMirror.trace_event_id).where(EpcisMirror.trace_event_id == TraceEvent.id).exists()
    query = select(TraceEvent.id).where(TraceEvent.id > newest - LOOK_BACK, ~there)
    return list(db.session.scalars(query.order_by(TraceEvent.id).limit(BATCH)))


def _mirror(entry_id: int) -> None:
    entry = db.session.get_one(TraceEvent, entry_id)
    facility_id = db.session.scalars(select(Lot.facility_id).where(Lot.id == entry.lot_id)).one()
    try:
        delivery = open_delivery(BytesIO(json.dumps(entry.epcis).encode()))
        (piece,) = delivery.pieces()
        events, issues = prepare(delivery, piece, all_or_none=True)
    except InvalidEpcis as refusal:
        events, issues = [], list(refusal.issues)
    if issues:
        _log.error("diary entry %s is no event: %s", entry.id, issues[0].message)
    store(facility_id, events)
    db.session.add(EpcisMirror(trace_event_id=entry.id))
