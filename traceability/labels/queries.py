"""Reads of label runs."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.models import Facility
from traceability.enums import RunKind, RunState
from traceability.models import LabelRun, Lot
from traceability.recalls.queries import in_scope


def get_run(run_id: int) -> LabelRun:
    """Raises NotFound."""
    run = db.session.get(LabelRun, run_id)
    if run is None:
        raise NotFound("not_found")
    return run


def list_asked_runs(actor: Actor) -> list[LabelRun]:
    """Runs beyond the quota that need an officer of the area, the oldest first."""
    query = select(LabelRun).join(LabelRun.lot).join(Lot.facility).join(Facility.unit)
    waiting = query.where(LabelRun.state == RunState.ASKED, in_scope(actor)).order_by(LabelRun.id)
    return list(db.session.scalars(waiting.options(joinedload(LabelRun.lot).joinedload(Lot.facility))))


def list_runs(lot: Lot) -> list[LabelRun]:
    return list(
        db.session.scalars(select(LabelRun).where(LabelRun.lot_id == lot.id).order_by(LabelRun.id.desc()))
    )


def activates_by_choice(facility_id: int) -> bool:
    """Whether the facility's last run of item codes put them into use by itself: its next one starts so."""
    query = (
        select(LabelRun.activates)
        .join(LabelRun.lot)
        .where(
            Lot.facility_id == facility_id, LabelRun.kind == RunKind.ITEM, LabelRun.reprint_of_id.is_(None)
        )
    )
    return bool(db.session.scalar(query.order_by(LabelRun.id.desc()).limit(1)))
