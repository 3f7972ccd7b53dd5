"""The public lots of a product: newest first, recalled ones before all others."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, exists, select

from app.core.database.reading import Found, Prepared, Source
from app.site.bilingual import in_locale
from traceability.enums import RecallKind, RunKind
from traceability.models import Lot, Recall, TraceCode
from traceability.recalls.queries import read_recalled_lot_ids

SHOWN = 6

_lot, _code, _recall = (cast("Table", entity.__table__) for entity in (Lot, TraceCode, Recall))

_LOTS = Prepared(
    select(
        _lot.c.id,
        _lot.c.code,
        _lot.c.made_on,
        _lot.c.best_before,
        _lot.c.is_demo,
        _code.c.code.label("trace_code"),
        _recall.c.kind.label("recall"),
        _recall.c.reason_vi,
        _recall.c.reason_en,
        select(exists().where(_recall.c.undone_at.is_(None))).scalar_subquery().label("any_recall"),
    )
    .join(_code, (_code.c.lot_id == _lot.c.id) & (_code.c.kind == RunKind.LOT))
    .outerjoin(_recall, (_recall.c.lot_id == _lot.c.id) & _recall.c.undone_at.is_(None))
    .where(_lot.c.product_id == bindparam("product"), _lot.c.is_public.is_(True))
    .order_by(_recall.c.id.is_(None), _lot.c.made_on.desc(), _lot.c.id.desc())
    .limit(SHOWN)
)


def list_lot_rows(source: Source, product_id: int) -> tuple[Found, frozenset[int]]:
    """The lots, and which of them a recall reaches; one statement, two where any recall is in force. source: what
    `reading()` gives.
    """
    rows = _LOTS.found(source, product=product_id)
    if not rows or not rows[0].any_recall:
        return rows, frozenset()
    return rows, read_recalled_lot_ids(source, (row.id for row in rows))


def lot_views(rows: Sequence[Any], reached: frozenset[int]) -> list[dict[str, Any]]:
    """Each lot once, however many recalls it has. A recall of an input counts as its own."""
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
