"""Goods that went from one facility to another: the lot behind a supplier's label, and who received what."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from app.core.db import db
from catalog.models import Facility
from traceability.digital_link import DigitalLinkError, parse
from traceability.models import Lot, LotInput
from traceability.queries.genealogy import derived_ids_of
from traceability.queries.resolver import find_by_code, find_by_gtin
from traceability.snapshot import shows_maker


@dataclass(frozen=True, slots=True)
class Supply:
    """The supplier's lot that a lot of raw material is. supplier: its name, "" where it must not be named."""

    lot: Lot
    supplier: str


def find_scanned_lot(scanned: str) -> Lot | None:
    """The public lot of a label of this register, of its lot or of one item: its address, or the code typed."""
    text = scanned.strip()
    if "/01/" not in text:
        thing = find_by_code(text.rstrip("/").rpartition("/")[2])
        return thing.lot if thing is not None else None
    try:
        link = parse(text)
    except DigitalLinkError:
        return None
    thing = find_by_gtin(link.value("01") or "", link.value("10"), link.value("21"))
    return thing.lot if thing is not None and not thing.serial_unknown else None


def supplier_of(lot: Lot) -> str:
    """The facility of a lot as its page names it; "" for a person who took their consent back."""
    return str(lot.snapshot["facility"]["name"]) if shows_maker(lot.facility) else ""


def list_supplies(lot_id: int) -> list[Supply]:
    """The lots of other facilities that a lot of raw material is."""
    return [Supply(lot, supplier_of(lot)) for lot in db.session.scalars(_sources(lot_id))]


def find_supply(lot_id: int, source_id: int) -> LotInput | None:
    """The edge from a supplier's lot; inputs that an entry of the diary states are none."""
    query = select(LotInput).where(
        LotInput.output_lot_id == lot_id, LotInput.input_lot_id == source_id, LotInput.event_id.is_(None)
    )
    return db.session.scalars(query.limit(1)).first()


def list_receivers(lot_id: int) -> dict[int, list[Lot]]:
    """Lots of other facilities that were made from a lot, however far on, by facility; the lots ordered by id."""
    own = select(Lot.facility_id).where(Lot.id == lot_id).scalar_subquery()
    reached = derived_ids_of(select(Lot.id).where(Lot.id == lot_id))
    query = select(Lot).where(Lot.id.in_(reached), Lot.facility_id != own).order_by(Lot.id)
    found: dict[int, list[Lot]] = {}
    for lot in db.session.scalars(query):
        found.setdefault(lot.facility_id, []).append(lot)
    return found


def list_facility_names(ids: Iterable[int]) -> list[str]:
    query = select(Facility.name).where(Facility.id.in_(list(ids))).order_by(Facility.name)
    return list(db.session.scalars(query))


def _sources(lot_id: int) -> Select[Lot]:
    target = aliased(Lot)
    return (
        select(Lot)
        .join(LotInput, LotInput.input_lot_id == Lot.id)
        .join(target, target.id == LotInput.output_lot_id)
        .where(target.id == lot_id, Lot.facility_id != target.facility_id)
        .options(joinedload(Lot.facility))
        .order_by(LotInput.id)
    )
