"""A facility opens lots of its products and of raw material."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken, check_together
from app.core.policy import authorize
from catalog.acts import load
from catalog.enums import FacilityState, ProductState
from catalog.models import Facility, Product
from catalog.standing import without_claims
from traceability.checks import (
    check_version,
    checked_code,
    checked_quantity,
    lots_changed,
    not_in_future,
    short,
)
from traceability.codes.code import CodeKind
from traceability.codes.identity import fresh_code
from traceability.enums import LotState, RunKind
from traceability.lots.plan import list_expected_kinds
from traceability.lots.snapshot import facility_snapshot, product_snapshot
from traceability.models import LabelRun, Lot, TraceCode
from traceability.policies import can_manage_lot, can_open_lot


@dataclass(frozen=True, slots=True, kw_only=True)
class LotData:
    """A lot as typed. quantity: at most three decimals, in one of `enums.UNITS`."""

    code: str
    made_on: date | None = None
    best_before: date | None = None
    quantity: Decimal | None = None
    unit: str = ""


def open_lot(actor: Actor, product_id: int, data: LotData, *, is_demo: bool = False) -> Lot:
    """A lot of a published product; its page shows the current facts of product and maker."""
    product = load(Product, product_id)
    authorize(actor, can_open_lot, product.facility)
    if product.state != ProductState.PUBLISHED or product.facility.state != FacilityState.VERIFIED:
        raise RuleBroken("lot_product_unpublished", "product_id")
    lot = Lot(
        facility_id=product.facility_id,
        product_id=product.id,
        snapshot=_stated(product),
        is_demo=is_demo,
        **_stored(data),
    )
    return _opened(actor, lot)


def open_input(
    actor: Actor, facility_id: int, name: str, data: LotData, *, supplier: str = "", is_demo: bool = False
) -> Lot:
    """A lot of raw material (nguyên liệu): its name, and whom it came from."""
    facility = load(Facility, facility_id)
    authorize(actor, can_open_lot, facility)
    if not name:
        raise RuleBroken("required", "name")
    values = _stored(data)
    same = select(Lot.id).where(
        Lot.facility_id == facility.id, Lot.product_id.is_(None), Lot.code == values["code"]
    )
    if db.session.scalar(same) is not None:
        raise Conflict("lot_code_taken", "code")  # the unique key does not see rows without a product
    lot = Lot(
        facility_id=facility.id,
        product_id=None,
        name=without_claims(short(name, "name"), "name", facility),
        supplier=without_claims(short(supplier, "supplier"), "supplier", facility),
        snapshot={"name_vi": name, "name_en": "", "facility": facility_snapshot(facility)},
        is_demo=is_demo,
        **values,
    )
    return _opened(actor, lot)


def edit_lot(actor: Actor, lot_id: int, data: LotData, *, version: int | None = None) -> Lot:
    """Change dates and quantity. Once labels are printed, code and dates can no longer change."""
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    check_version(lot, version)
    values = _stored(data)
    changed = {name: value for name, value in values.items() if getattr(lot, name) != value}
    printed = db.session.scalar(select(LabelRun.id).where(LabelRun.lot_id == lot.id).limit(1))
    if printed is not None and (fixed := [n for n in ("code", "made_on", "best_before") if n in changed]):
        raise RuleBroken("labels_printed", fixed[0])
    if lot.events and "code" in changed:
        raise RuleBroken("diary_begun", "code")
    before = {name: _json(getattr(lot, name)) for name in changed}
    for name, value in changed.items():
        setattr(lot, name, value)
    audit.record(actor, "traceability.lot.edit", lot, before=before)
    lots_changed([lot.id])
    return lot


def publish_lot(actor: Actor, lot_id: int) -> Lot:
    """Publish the lot's page before labels are printed. Printing publishes it automatically."""
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    if lot.product_id is None:
        raise RuleBroken("input_not_public")
    show(actor, lot)
    return lot


def show(actor: Actor, lot: Lot) -> None:
    """Make a lot public, once."""
    if not lot.is_public:
        lot.is_public = True
        audit.record(actor, "traceability.lot.publish", lot)
        lots_changed([lot.id])


def may_renew(lot: Lot) -> bool:
    """Whether the lot can still be updated from its product: nobody has seen it, no label is printed."""
    printed = select(LabelRun.id).where(LabelRun.lot_id == lot.id).limit(1)
    return lot.product is not None and not lot.is_public and db.session.scalar(printed) is None


def renew_snapshot(actor: Actor, lot_id: int) -> Lot:
    """Update the facts of product and maker. Raises Conflict snapshot_stands once the lot is public or
    printed.
    """
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    if not may_renew(lot) or lot.product is None:
        raise Conflict("snapshot_stands")
    lot.snapshot = _stated(lot.product)
    audit.record(actor, "traceability.lot.renew", lot)
    lots_changed([lot.id])
    return lot


def set_lot_state(actor: Actor, lot_id: int, state: LotState) -> Lot:
    """Close a lot of which nothing is left, or open it again."""
    lot = load(Lot, lot_id)
    authorize(actor, can_manage_lot, lot)
    if lot.state != state:
        lot.state = state
        audit.record(actor, f"traceability.lot.{'close' if state == LotState.CLOSED else 'reopen'}", lot)
        lots_changed([lot.id])
    return lot


def lot_code_row(lot: Lot) -> TraceCode:
    """The lot's own code, made when it was opened."""
    query = select(TraceCode).where(TraceCode.lot_id == lot.id, TraceCode.kind == RunKind.LOT)
    return db.session.scalars(query).one()


def _stated(product: Product) -> dict[str, Any]:
    """The current facts of product and maker, and the steps required for a lot."""
    return product_snapshot(product) | {"diary": list_expected_kinds(product.id)}


def _opened(actor: Actor, lot: Lot) -> Lot:
    now = utc_now()
    lot.created_at, lot.created_by = now, actor.user_id
    db.session.add(lot)
    db.session.flush()
    db.session.add(TraceCode(code=fresh_code(CodeKind.LOT), lot_id=lot.id, kind=RunKind.LOT, created_at=now))
    audit.record(actor, "traceability.lot.open", lot, product_id=lot.product_id, facility_id=lot.facility_id)
    return lot


def _stored(data: LotData) -> dict[str, Any]:
    check_together(
        lambda: checked_code(data.code),
        lambda: not_in_future(data.made_on, "made_on"),
        lambda: _in_order(data),
        lambda: checked_quantity(data.quantity, data.unit),
    )
    quantity, unit = checked_quantity(data.quantity, data.unit)
    return {
        "code": checked_code(data.code),
        "made_on": data.made_on,
        "best_before": data.best_before,
        "quantity": quantity,
        "unit": unit,
    }


def _in_order(data: LotData) -> None:
    if data.made_on and data.best_before and data.best_before < data.made_on:
        raise RuleBroken("best_before_too_early", "best_before")


def _json(value: object) -> object:
    return value if value is None or isinstance(value, str) else str(value)
