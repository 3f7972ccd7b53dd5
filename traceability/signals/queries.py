"""Signals about scans: the queues of a facility and of the officers of its area."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.database.base import db
from catalog.models import Facility
from traceability.models import CodeSignal, Lot, TraceCode
from traceability.recalls.queries import in_scope

MOST_SHOWN = 100


def list_own_signals(actor: Actor) -> list[CodeSignal]:
    """Open ones of the person's facilities, the newest first."""
    return _listed(select(CodeSignal).where(Lot.facility_id.in_(actor.facilities)))


def list_signals_in_scope(actor: Actor) -> list[CodeSignal]:
    """Open ones of the places an officer serves, the newest first."""
    return _listed(select(CodeSignal).where(in_scope(actor)))


def count_own_signals(actor: Actor) -> int:
    """Open ones of the person's facilities."""
    query = select(func.count()).select_from(CodeSignal).join(CodeSignal.code).join(TraceCode.lot)
    mine = query.where(CodeSignal.closed_at.is_(None), Lot.facility_id.in_(actor.facilities))
    return db.session.scalar(mine) or 0


def _listed(query: Select[CodeSignal]) -> list[CodeSignal]:
    joined = query.join(CodeSignal.code).join(TraceCode.lot).join(Lot.facility).join(Facility.unit)
    loaded = joinedload(CodeSignal.code).joinedload(TraceCode.lot).joinedload(Lot.facility)
    newest = joined.where(CodeSignal.closed_at.is_(None)).order_by(CodeSignal.id.desc())
    return list(db.session.scalars(newest.options(loaded).limit(MOST_SHOWN)))
