"""Reads of reports about codes."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.errors import NotFound
from traceability.lot_pages import get_lot
from traceability.models import CodeReport, Lot, TraceCode


def list_open_reports(lot: Lot) -> list[CodeReport]:
    """Unanswered reports from people who scanned the lot's codes."""
    query = (
        select(CodeReport)
        .join(CodeReport.code)
        .where(TraceCode.lot_id == lot.id, CodeReport.closed_at.is_(None))
    )
    return list(db.session.scalars(query.options(joinedload(CodeReport.code)).order_by(CodeReport.id)))


def get_lot_of_report(report_id: int) -> Lot:
    """The lot whose code was reported. Raises NotFound."""
    report = db.session.get(CodeReport, report_id)
    if report is None:
        raise NotFound("not_found")
    return get_lot(report.code.lot_id)


def count_open_reports(facilities: Iterable[int]) -> int:
    query = (
        select(func.count())
        .select_from(CodeReport)
        .join(CodeReport.code)
        .join(TraceCode.lot)
        .where(Lot.facility_id.in_(list(facilities)), CodeReport.closed_at.is_(None))
    )
    return db.session.scalar(query) or 0
