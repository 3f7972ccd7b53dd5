"""What the register knows of an identified thing: product, lot, item, place."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.clock import today
from app.core.db import db
from catalog.enums import FacilityState
from catalog.models import Facility, Product
from catalog.queries.awards import find_current_recognition
from catalog.queries.cards import is_public
from traceability.codes import normalise_code
from traceability.enums import RunKind
from traceability.identity import is_authentic
from traceability.models import FormerGtin, Lot, ProductLink, TraceCode
from traceability.queries.recalls import list_recalls_on


@dataclass(frozen=True, slots=True)
class Thing:
    """What is known of what an address names, the most specific first.

    lot_code, item_code: the trace codes of lot and item. product_public: it has a page. serial_unknown,
    lot_unknown: the address names one that the register has not.
    """

    product: Product
    product_public: bool
    lot: Lot | None = None
    lot_code: str = ""
    item_code: str = ""
    lot_unknown: bool = False
    serial_unknown: bool = False


def find_by_gtin(gtin: str, lot: str | None, serial: str | None) -> Thing | None:
    """The thing of a GTIN, now or formerly a product's; None where nobody here has it."""
    candidates = _products(gtin)
    if not candidates:
        return None
    if serial is not None:
        return _with_serial(candidates, lot, serial)
    if lot is not None:
        for product in candidates:
            row = db.session.scalar(
                select(Lot).where(Lot.product_id == product.id, Lot.code == lot, Lot.is_public)
            )
            if row is not None:
                return Thing(product, _has_page(product), row, _lot_code(row))
    return Thing(candidates[0], _has_page(candidates[0]), lot_unknown=lot is not None)


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


def find_place(gln: str) -> Facility | None:
    """The verified facility with that location number."""
    query = select(Facility).where(Facility.gln == gln, Facility.state == FacilityState.VERIFIED)
    return db.session.scalars(query.order_by(Facility.id).limit(1)).first()


def list_links_of(thing: Thing) -> list[ProductLink]:
    """The links that the facility added to the product or to this lot."""
    query = select(ProductLink).where(
        ProductLink.product_id == thing.product.id, ProductLink.removed_at.is_(None)
    )
    wanted = {None, thing.lot.id if thing.lot is not None else None}
    return [link for link in db.session.scalars(query.order_by(ProductLink.id)) if link.lot_id in wanted]


def find_award_number(thing: Thing) -> str | None:
    """The number of the recognition that holds today, if it has one."""
    award = find_current_recognition(thing.product, today())
    return award.number if award is not None else None


def is_recalled(lot: Lot) -> bool:
    return bool(list_recalls_on(lot.id))


def _products(gtin: str) -> list[Product]:
    """Whose GTIN it is, then whose it was: a code printed before a correction stays alive."""
    own = db.session.scalar(select(Product).where(Product.gtin == gtin))
    former = db.session.get(FormerGtin, gtin)
    before = db.session.get(Product, former.product_id) if former is not None else None
    return [product for product in dict.fromkeys((own, before)) if product is not None]


def _with_serial(candidates: list[Product], lot: str | None, serial: str) -> Thing:
    code = find_by_code(serial) if normalise_code(serial) == serial else None
    if (
        code is None
        or not code.item_code
        or code.lot is None
        or code.product not in candidates
        or (lot is not None and code.lot.code != lot)
    ):
        return Thing(candidates[0], _has_page(candidates[0]), serial_unknown=True)
    return code


def _lot_code(lot: Lot) -> str:
    query = select(TraceCode.code).where(TraceCode.lot_id == lot.id, TraceCode.kind == RunKind.LOT)
    return db.session.scalars(query).one()


def _has_page(product: Product) -> bool:
    query = select(Product.id).join(Product.facility).where(Product.id == product.id, is_public())
    return db.session.scalar(query) is not None
