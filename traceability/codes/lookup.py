"""What an address or a code identifies: product, lot, serial."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, and_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core.database.base import db
from catalog.listings.cards import is_public
from catalog.models import Facility, Product
from traceability.codes.code import normalise_code
from traceability.codes.identity import is_authentic
from traceability.codes.scan_text import ScanText
from traceability.digital_link import DigitalLink
from traceability.enums import CodeState, RunKind
from traceability.models import FormerGtin, Lot, LotInput, TraceCode, TraceEvent


def page_code_of(lot_id: SQLColumnExpression[int]) -> ScalarSelect[str]:
    """The code of the public page of a lot: its own, or that of the supplier's lot that it is by its label."""
    shown, supply = aliased(Lot), aliased(LotInput)
    supplied = select(supply.input_lot_id).where(supply.output_lot_id == lot_id, supply.event_id.is_(None))
    sources = (shown.id == lot_id) | shown.id.in_(supplied.correlate_except(supply))
    public = select(shown.id).where(shown.is_public, sources).correlate_except(shown)
    codes = select(TraceCode.code).where(TraceCode.kind == RunKind.LOT, TraceCode.lot_id.in_(public))
    return codes.order_by(TraceCode.lot_id).limit(1).correlate_except(TraceCode).scalar_subquery()


def waits_for_use() -> ColumnElement[bool]:
    """Whether an item code is issued alone while others of its run are in use or sold. For statements on trace_code."""
    mate = aliased(TraceCode)
    others = (
        select(mate.id)
        .where(
            mate.run_id == TraceCode.run_id, (mate.state == CodeState.ACTIVE) | (mate.state == CodeState.SOLD)
        )
        .correlate(TraceCode)
        .exists()
    )
    return and_(TraceCode.kind == RunKind.ITEM, TraceCode.state == CodeState.ISSUED, others)


def find_code(typed: str) -> TraceCode | None:
    """A code with lot, product and facility; its check characters are tested before any statement."""
    code = normalise_code(typed)
    if code is None or not is_authentic(code):
        return None
    query = (
        select(TraceCode)
        .where(TraceCode.code == code)
        .options(
            joinedload(TraceCode.lot).options(
                joinedload(Lot.product).options(
                    selectinload(Product.certificates), selectinload(Product.awards)
                ),
                joinedload(Lot.facility).joinedload(Facility.unit),
                selectinload(Lot.events).defer(TraceEvent.epcis),
                selectinload(Lot.recalls),
            )
        )
    )
    return db.session.scalar(query)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known about the object of an address, the most specific first.

    lot_code, item_code: the trace codes of lot and item. product_public: it has a page. serial_unknown,
    lot_unknown: the address contains one that the register does not have.
    """

    product: Product
    product_public: bool
    lot: Lot | None = None
    lot_code: str = ""
    item_code: str = ""
    lot_unknown: bool = False
    serial_unknown: bool = False


def find_by_link(link: DigitalLink) -> Thing | None:
    """The object of a GTIN, current or former; None if no product here has it.

    A serial of a third party (AI 235) is never issued here.
    """
    candidates = _products(link.value("01") or "")
    if not candidates:
        return None
    lot, serial = link.value("10"), link.value("21")
    if serial is not None or link.value("235") is not None:
        return _with_serial(candidates, lot, serial or "")
    row = _lot_of(candidates, lot) if lot is not None else None
    if row is not None and row.product is not None:
        return Thing(row.product, _has_page(row.product), row, _lot_code(row))
    return Thing(candidates[0], _has_page(candidates[0]), lot_unknown=lot is not None)


def find_scanned(scan: ScanText) -> Thing | None:
    """The object of a scanned or typed text; None if the register has none."""
    if scan.link is not None:
        return find_by_link(scan.link)
    return find_by_code(scan.code) if scan.code else None


def list_lots_by_code(lot_code: str, limit: int = 10) -> list[tuple[Lot, str]]:
    """Public lots with this maker's lot code, each with its trace code; the newest first."""
    query = (
        select(Lot, TraceCode.code)
        .join(TraceCode, (TraceCode.lot_id == Lot.id) & (TraceCode.kind == RunKind.LOT))
        .where(Lot.code == lot_code, Lot.is_public)
        .order_by(Lot.id.desc())
        .limit(limit)
    )
    return [(lot, code) for lot, code in db.session.execute(query)]  # rows are not pairs to mypy


def _lot_of(products: list[Product], lot_code: str) -> Lot | None:
    """The public lot, in small letters too: lots are stored in capitals alone."""
    for product in products:
        row = db.session.scalar(
            select(Lot).where(Lot.product_id == product.id, Lot.code == lot_code.upper(), Lot.is_public)
        )
        if row is not None:
            return row
    return None


def find_by_code(typed: str) -> Thing | None:
    """The lot or item of a trace code; None where the register has issued no such code."""
    code = normalise_code(typed)
    if code is None or not is_authentic(code):
        return None
    found = db.session.scalar(
        select(TraceCode).where(TraceCode.code == code).options(joinedload(TraceCode.lot))
    )
    if found is None or not found.lot.is_public:
        return None
    lot, product = found.lot, found.lot.product
    if product is None:
        return None
    is_item = found.kind == RunKind.ITEM
    lot_code = _lot_code(lot) if is_item else found.code
    return Thing(product, _has_page(product), lot, lot_code, found.code if is_item else "")


def _products(gtin: str) -> list[Product]:
    """The product with this GTIN, else its former product: a code printed before a correction keeps working."""
    own = db.session.scalar(select(Product).where(Product.gtin == gtin))
    former = db.session.get(FormerGtin, gtin)
    before = db.session.get(Product, former.product_id) if former is not None else None
    return [product for product in dict.fromkeys((own, before)) if product is not None]


def _with_serial(candidates: list[Product], lot: str | None, serial: str) -> Thing:
    code = find_by_code(serial)
    if (
        code is None
        or not code.item_code
        or code.lot is None
        or code.product not in candidates
        or (lot is not None and code.lot.code != lot.upper())
    ):
        return Thing(candidates[0], _has_page(candidates[0]), serial_unknown=True)
    return code


def _lot_code(lot: Lot) -> str:
    query = select(TraceCode.code).where(TraceCode.lot_id == lot.id, TraceCode.kind == RunKind.LOT)
    return db.session.scalars(query).one()


def _has_page(product: Product) -> bool:
    query = select(Product.id).join(Product.facility).where(Product.id == product.id, is_public())
    return db.session.scalar(query) is not None
