"""How many labels of lots were printed and how often their codes were scanned."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from app.core.database.base import db
from traceability.enums import RunState
from traceability.models import LabelRun, Lot
from traceability.scans.store import scan_store

_printed = select(func.coalesce(func.sum(LabelRun.quantity), 0)).where(LabelRun.state == RunState.DONE)


def labels_of_lot() -> ScalarSelect[Any]:
    """The labels printed for the lot of the statement around it."""
    return _printed.where(LabelRun.lot_id == Lot.id).correlate(Lot).scalar_subquery()


def counts_of_lots(lot_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Lot -> labels printed and scans counted: a statement for each of the two."""
    if not lot_ids:
        return {}
    query = (
        _printed.add_columns(LabelRun.lot_id).where(LabelRun.lot_id.in_(lot_ids)).group_by(LabelRun.lot_id)
    )
    labels = {row.lot_id: int(row[0]) for row in db.session.execute(query)}
    scans = scan_store().count_by_lot(lot_ids)
    return {lot_id: (labels.get(lot_id, 0), scans.get(lot_id, 0)) for lot_id in lot_ids}
