"""Public reads: the lots of a product, the list for the API, the facts behind one code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.database.reading import Prepared, PreparedMany, Source, reading
from catalog.enums import FacilityState, ProductState
from catalog.listings.cards import is_public
from catalog.models import Facility, Product
from traceability.codes.identity import lot_uri, uri_of
from traceability.codes.lookup import find_code, page_code_of, waits_for_use
from traceability.enums import RunKind
from traceability.lots.snapshot import shows_maker
from traceability.models import Lot, LotInput, Recall, TraceCode, TraceEvent
from traceability.recalls.queries import (
    list_recalled_lot_ids,
    list_recalls_on,
    read_recalled_lot_ids,
)

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PublicLot:
    """A lot on a public list. code: the lot's trace code, that of its page; uri: what its QR code holds."""

    lot: Lot
    code: str
    uri: str
    recalled: bool


@dataclass(frozen=True, slots=True)
class ScanView:
    """Everything behind one code. product_public: whether its product page can be linked. recalls: in force,
    also those of what the lot was made from. inputs: the edges into the lot, each with what went in and the code of
    its public page, None where it has none. signals: open ones about the code, each with its kind.
    waits_for_use: the code is issued alone, while others of its run are in use.
    """

    code: TraceCode
    lot: Lot
    product_public: bool
    maker_shown: bool
    recalls: list[Recall]
    past_recalls: list[Recall]
    events: list[TraceEvent]
    inputs: list[tuple[LotInput, Lot, str | None]]
    signals: Sequence[Any] = ()
    waits_for_use: bool = False


def list_public_lots(product_id: int, limit: int = 20) -> list[PublicLot]:
    """The public lots of a product, the newest first."""
    query = (
        select(Lot).where(Lot.product_id == product_id, Lot.is_public).order_by(Lot.id.desc()).limit(limit)
    )
    return _public(list(db.session.scalars(query.options(joinedload(Lot.product)))))


def list_api_lots(
    page: int = 1, per_page: int = PER_PAGE, *, product: str = ""
) -> tuple[list[dict[str, Any]], int]:
    """Items of `GET /api/v1/lots` and how many there are; two prepared statements, and one more while anything is
    recalled. page counts from 1; product: slug, "" for all.

    `gtin` is null where there is none; `uri` is the address that the lot's QR holds.
    """
    listed, counted = (_LOTS_OF, _COUNT_OF) if product else (_LOTS, _COUNT)
    asked = {"product": product} if product else {}
    with reading() as source:
        total = counted.all(source, **asked)[0].total
        rows = listed.all(source, most=per_page, before=(page - 1) * per_page, **asked) if total else []
        recalled = _recalled_of(source, rows)
    return _api_items(rows, recalled), total


def public_lot_ids() -> Select[int]:
    """A statement of the lots that `list_api_lots` gives."""
    return select(Lot.id).join(Lot.product).join(Product.facility).where(Lot.is_public, is_public())


def list_api_lots_of(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The same items of given lots, in the order of their ids."""
    with reading() as source:
        rows = _LOTS_BY_ID.all(source, ids)
        recalled = _recalled_of(source, rows)
    return _api_items(sorted(rows, key=lambda row: row.id), recalled)


def get_scan_view(typed: str) -> ScanView | None:
    """The facts behind a code as scanned or typed; None if the register has not issued this code. A code that
    cannot be genuine costs no statement.
    """
    code = find_code(typed)
    if code is None or not code.lot.is_public:
        return None
    lot = code.lot
    assert lot.product is not None
    inputs = (
        select(LotInput, Lot, page_code_of(Lot.id))
        .join(Lot, Lot.id == LotInput.input_lot_id)
        .where(LotInput.output_lot_id == lot.id)
        .order_by(LotInput.id)
    )
    return ScanView(
        code=code,
        lot=lot,
        product_public=lot.product.state == ProductState.PUBLISHED
        and lot.facility.state == FacilityState.VERIFIED,
        maker_shown=shows_maker(lot.facility),
        recalls=list_recalls_on(lot.id),
        past_recalls=[recall for recall in lot.recalls if recall.undone_at is not None],
        events=list(lot.events),
        inputs=[(edge, source, page) for edge, source, page in db.session.execute(inputs)],
        waits_for_use=db.session.scalar(select(waits_for_use()).where(TraceCode.id == code.id)) or False,
    )


def _public(lots: list[Lot]) -> list[PublicLot]:
    ids = [lot.id for lot in lots]
    query = select(TraceCode.lot_id, TraceCode.code).where(
        TraceCode.lot_id.in_(ids), TraceCode.kind == RunKind.LOT
    )
    codes = {lot_id: code for lot_id, code in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy
    recalled = list_recalled_lot_ids(ids)
    return [PublicLot(lot, codes[lot.id], lot_uri(lot, codes[lot.id]), lot.id in recalled) for lot in lots]


def _recalled_of(source: Source, rows: Sequence[Any]) -> frozenset[int]:
    if not rows or not rows[0].any_recall:
        return frozenset()
    return read_recalled_lot_ids(source, (row.id for row in rows))


def _api_items(rows: Sequence[Any], recalled: frozenset[int]) -> list[dict[str, Any]]:
    return [
        {
            "product": row.product_slug,
            "product_name": row.name,
            "facility": row.facility_slug,
            "lot": row.code,
            "code": row.trace_code,
            "gtin": row.gtin,
            "uri": uri_of(row.gtin, row.code, row.trace_code),
            "made_on": row.made_on.isoformat() if row.made_on else None,
            "best_before": row.best_before.isoformat() if row.best_before else None,
            "recalled": row.id in recalled,
            "is_demo": row.is_demo,
        }
        for row in rows
    ]


_lot, _product, _facility, _code, _recall = (
    cast("Table", entity.__table__) for entity in (Lot, Product, Facility, TraceCode, Recall)
)


def _listed() -> Select[Any]:
    return (
        select(
            *(_lot.c[name] for name in ("id", "code", "made_on", "best_before", "is_demo")),
            _lot.c.snapshot["name_vi"].as_string().label("name"),
            _product.c.slug.label("product_slug"),
            _product.c.gtin,
            _facility.c.slug.label("facility_slug"),
            _code.c.code.label("trace_code"),
            select(exists().where(_recall.c.undone_at.is_(None))).scalar_subquery().label("any_recall"),
        )
        .select_from(_lot)
        .join(_product, _product.c.id == _lot.c.product_id)
        .join(_facility, _facility.c.id == _product.c.facility_id)
        .join(_code, (_code.c.lot_id == _lot.c.id) & (_code.c.kind == RunKind.LOT))
    )


def _prepared(query: Select[Any], *more: ColumnElement[bool]) -> Prepared:
    return Prepared(query.where(_lot.c.is_public.is_(True), _product.c.counted_as != "", *more))


_PAGE = _listed().order_by(_lot.c.id.desc()).limit(bindparam("most")).offset(bindparam("before"))
_ALL = (
    select(func.count().label("total")).select_from(_lot).join(_product, _product.c.id == _lot.c.product_id)
)
_OF_PRODUCT = _product.c.slug == bindparam("product")
_LOTS, _LOTS_OF = _prepared(_PAGE), _prepared(_PAGE, _OF_PRODUCT)
_COUNT, _COUNT_OF = _prepared(_ALL), _prepared(_ALL, _OF_PRODUCT)
_LOTS_BY_ID = PreparedMany(lambda keys: _listed().where(_lot.c.id.in_(keys)))
