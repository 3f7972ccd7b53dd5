"""Goods that went from one facility to another: the lot behind a supplier's label, and who received what."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from app.core.database.base import db
from traceability.codes.lookup import find_scanned
from traceability.codes.scan_text import read_scan
from traceability.lots.snapshot import shows_maker
from traceability.models import Lot, LotInput


@dataclass(frozen=True, slots=True)
class Supply:
    """The supplier's lot that a lot of raw material is. supplier: its name, "" where it must not be named."""

    lot: Lot
    supplier: str


def find_scanned_lot(scanned: str) -> Lot | None:
    """The public lot of a label of this register, of its lot or of one item, as scanned or typed."""
    thing = find_scanned(read_scan(scanned))
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
