"""The public lots of a product: newest first, recalled ones before all others."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, select

from app.core.db import db
from app.site.wording import in_locale
from traceability.enums import RecallKind, RunKind
from traceability.models import Lot, Recall, TraceCode
from traceability.queries.recalls import list_recalled_lot_ids

SHOWN = 6

_LOTS: Select[Any] = (
    select(
        Lot.code,
        Lot.made_on,
        Lot.best_before,
        Lot.is_demo,
        TraceCode.code.label("trace_code"),
        Lot.id,
        Recall.kind.label("recall"),
        Recall.reason_vi,
        Recall.reason_en,
        select(exists().where(Recall.undone_at.is_(None))).scalar_subquery().label("any_recall"),
    )
    .join(TraceCode, (TraceCode.lot_id == Lot.id) & (TraceCode.kind == RunKind.LOT))
    .outerjoin(Recall, (Recall.lot_id == Lot.id) & Recall.undone_at.is_(None))
    .where(Lot.product_id == bindparam("product"), Lot.is_public.is_(True))
    .order_by(Recall.id.is_(None), Lot.made_on.desc(), Lot.id.desc())
    .limit(SHOWN)
)


def list_lot_rows(product_id: int) -> Sequence[Row[Any]]:
    """One statement."""
    return db.session.execute(_LOTS, {"product": product_id}).all()


def lot_views(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """A lot once, however many recalls it has. A recall of what it was made from is one of its own."""
    reached = list_recalled_lot_ids(row.id for row in rows) if rows and rows[0].any_recall else frozenset()
    seen: dict[str, dict[str, Any]] = {}
    for row in rows:
        seen.setdefault(
            row.code,
            {
                "code": row.code,
                "made_on": row.made_on,
                "best_before": row.best_before,
                "trace_code": row.trace_code,
                "recall": row.recall or (RecallKind.RECALL if row.id in reached else None),
                "reason": in_locale(row.reason_vi or "", row.reason_en or ""),
                "demo": row.is_demo,
            },
        )
    return list(seen.values())
