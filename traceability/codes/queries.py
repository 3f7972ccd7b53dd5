"""Counts of codes."""

from sqlalchemy import func, select

from app.core.database.base import db
from traceability.enums import RunKind
from traceability.models import Lot, TraceCode


def count_codes(lot: Lot) -> dict[str, int]:
    """Items of a lot by state."""
    query = (
        select(TraceCode.state, func.count())
        .where(TraceCode.lot_id == lot.id, TraceCode.kind == RunKind.ITEM)
        .group_by(TraceCode.state)
    )
    return {state: count for state, count in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy
