"""The facts of a scan page by prepared statements, because a phone in a shop is waiting for it. Rows have the
same names as the tables, so that the same code can render a page from either.
"""

from operator import attrgetter
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Integer, Table, bindparam, select

from app.core.database.reading import Prepared, Source, labelled, reading
from catalog.enums import FacilityState, ProductState
from catalog.models import Award, Certificate, Facility, Product, ProductCertificate
from traceability.codes.code import normalise_code
from traceability.codes.identity import is_authentic
from traceability.codes.lookup import page_code_of, waits_for_use
from traceability.enums import RunKind
from traceability.lots.public import ScanView
from traceability.lots.snapshot import shows_maker
from traceability.models import CodeSignal, DiaryClaim, Lot, LotInput, Recall, TraceCode, TraceEvent

_signal = cast("Table", CodeSignal.__table__)
_code, _lot, _product, _facility, _event, _claim, _input, _recall, _paper, _carried, _award = (
    cast("Table", entity.__table__)
    for entity in (
        TraceCode, Lot, Product, Facility, TraceEvent, DiaryClaim, LotInput, Recall, Certificate,
        ProductCertificate, Award
    )
)  # fmt: skip


class _Row(SimpleNamespace):
    """A row of another table within one."""


class _PaperRow(_Row):
    validity_on = Certificate.validity_on


class _AwardRow(_Row):
    validity_on = Award.validity_on


def get_scan_rows(typed: str) -> ScanView | None:
    """As `get_scan_view`, for the scan page alone: rows that can be drawn but not changed. Six statements, seven for
    an item.
    """
    code = normalise_code(typed)
    if code is None or not is_authentic(code):
        return None
    with reading() as source:
        found = _CODE.all(source, code=code)
        if not found or not found[0].lot_is_public:
            return None
        row = found[0]._asdict()
        lot = _part(row, "lot_")
        lot.facility, lot.product = _part(row, "facility_"), _part(row, "product_")
        lot.product.certificates = [
            _PaperRow(**p._asdict()) for p in _PAPERS.all(source, product=lot.product.id)
        ]
        lot.product.awards = [_AwardRow(**a._asdict()) for a in _AWARDS.all(source, product=lot.product.id)]
        in_force, past = _recalls(source, lot.id)
        view: Any = ScanView(
            code=cast("TraceCode", _part(row, "code_")),
            lot=cast("Lot", lot),
            product_public=lot.product.state == ProductState.PUBLISHED
            and lot.facility.state == FacilityState.VERIFIED,
            maker_shown=shows_maker(cast("Facility", lot.facility)),
            recalls=in_force,
            past_recalls=past,
            events=list(_EVENTS.all(source, lot=lot.id)),
            inputs=[(edge, cast("Lot", edge), edge.page) for edge in _INPUTS.all(source, lot=lot.id)],
            waits_for_use=bool(row["waits_for_use"]),
            signals=_SIGNALS.all(source, code=row["code_id"]) if row["code_kind"] == RunKind.ITEM else (),
        )
    return cast("ScanView", view)


def _recalls(source: Source, lot_id: int) -> tuple[list[Any], list[Any]]:
    """In force on the lot or on what it was made from, recalls first; and those of the lot that were lifted."""
    rows = []
    for row in _RECALLS.all(source, lot=lot_id):
        values = row._asdict()
        rows.append(_Row(lot=_part(values, "lot__"), **values))
    in_force = [row for row in rows if row.undone_at is None]
    past = [row for row in rows if row.undone_at is not None and row.lot_id == lot_id]
    return sorted(in_force, key=attrgetter("kind", "id"), reverse=True), past


def _part(row: dict[str, Any], prefix: str) -> Any:
    size = len(prefix)
    return _Row(**{name[size:]: value for name, value in row.items() if name.startswith(prefix)})


_CODE = Prepared(
    select(
        *labelled(_code, "code_", "id", "code", "kind", "state", "serial", "gtin_at_print", "created_at", "run_id",
            "pin_hash"),
        waits_for_use().label("waits_for_use"),
        *labelled(
            _lot, "lot_", "id", "code", "made_on", "best_before", "quantity", "unit", "state", "is_public",
            "snapshot", "is_demo", "created_at",
        ),
        *labelled(_product, "product_", "id", "slug", "state", "gtin"),
        *labelled(_facility, "facility_", "id", "slug", "kind", "state", "verified_at", "consent_at"),
    )
    .join(_lot, _lot.c.id == _code.c.lot_id)
    .join(_product, _product.c.id == _lot.c.product_id)
    .join(_facility, _facility.c.id == _lot.c.facility_id)
    .where(_code.c.code == bindparam("code"))
)  # fmt: skip

_EVENTS = Prepared(
    select(
        *(column for column in _event.c if column.name not in {"epcis", "client_id", "recorded_by"}),
        _claim.c.state.label("claims"),
    )
    .outerjoin(_claim, _claim.c.event_id == _event.c.id)
    .where(_event.c.lot_id == bindparam("lot"))
    .order_by(_event.c.happened_at, _event.c.id)
)

_INPUTS = Prepared(
    select(
        *labelled(_input, "", "quantity", "unit"),
        *labelled(_lot, "", "code", "supplier", "snapshot"),
        page_code_of(_lot.c.id).label("page"),
    )
    .join(_lot, _lot.c.id == _input.c.input_lot_id)
    .where(_input.c.output_lot_id == bindparam("lot"))
    .order_by(_input.c.id)
)

_SIGNALS = Prepared(
    select(_signal.c.kind)
    .where(_signal.c.code_id == bindparam("code"), _signal.c.closed_at.is_(None))
    .order_by(_signal.c.id)
)

_PAPERS = Prepared(
    select(
        *labelled(
            _paper, "", "id", "replaces_id", "kind", "title", "number", "issuer", "issued_on", "valid_until",
            "revoked_on", "check_state",
        )
    )
    .join(_carried, _carried.c.certificate_id == _paper.c.id)
    .where(_carried.c.product_id == bindparam("product"))
    .order_by(_paper.c.id)
)  # fmt: skip

_AWARDS = Prepared(
    select(
        *labelled(
            _award, "", "id", "number", "level", "year", "issuer", "issued_on", "valid_until", "revoked_on",
            "suspended_on",
        )
    )
    .where(_award.c.product_id == bindparam("product"))
    .order_by(_award.c.issued_on.desc(), _award.c.id.desc())
)  # fmt: skip

_reached = select(bindparam("lot", type_=Integer).label("id")).cte("reached", recursive=True)
_reached = _reached.union(select(_input.c.input_lot_id).where(_input.c.output_lot_id == _reached.c.id))

_RECALLS = Prepared(
    select(
        *labelled(
            _recall, "", "id", "lot_id", "kind", "reason_vi", "reason_en", "advice_vi", "advice_en", "by_officer",
            "created_at", "undone_at",
        ),
        *labelled(_lot, "lot__", "code", "snapshot"),
    )
    .join(_lot, _lot.c.id == _recall.c.lot_id)
    .where(
        _recall.c.lot_id.in_(select(_reached.c.id)),
        _recall.c.undone_at.is_(None) | (_recall.c.lot_id == bindparam("lot", type_=Integer)),
    )
    .order_by(_recall.c.id)
)  # fmt: skip
