"""The diary plan of a product, and what "same as last time" takes over."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.database.base import db
from app.core.text import fold
from catalog.models import Product
from traceability.enums import DIARY_KINDS, EventKind
from traceability.models import DiaryStep, Lot, LotInput, TraceEvent

Uses = list[tuple[LotInput, Lot]]


def find_step(lot: Lot, kind: str) -> DiaryStep | None:
    """The plan of the lot's product for one act."""
    query = select(DiaryStep).where(DiaryStep.product_id == lot.product_id, DiaryStep.kind == kind)
    return db.session.scalar(query)


def list_kinds_of_last_lot(product: Product) -> list[EventKind]:
    """The acts in the newest non-empty diary of the product's lots, in the order of their first entries."""
    newest = (
        select(TraceEvent.lot_id)
        .join(TraceEvent.lot)
        .where(Lot.product_id == product.id)
        .order_by(TraceEvent.lot_id.desc())
        .limit(1)
    )
    query = (
        select(TraceEvent.kind)
        .where(TraceEvent.lot_id.in_(newest))
        .order_by(TraceEvent.happened_at, TraceEvent.id)
    )
    kinds = dict.fromkeys(db.session.scalars(query))
    return [EventKind(kind) for kind in kinds if kind in DIARY_KINDS]


def list_uses(event: TraceEvent | None) -> Uses:
    """The inputs of an entry, with their lots."""
    if event is None:
        return []
    query = (
        select(LotInput, Lot)
        .join(Lot, Lot.id == LotInput.input_lot_id)
        .where(LotInput.event_id == event.id)
        .order_by(LotInput.id)
    )
    return [(edge, lot) for edge, lot in db.session.execute(query)]


def match_uses(uses: Uses, choices: Sequence[Lot]) -> dict[int, LotInput]:
    """The possible input lots that match earlier inputs: lot id -> the earlier use.

    The same lot while it is open, else the newest of the same product or raw material.
    """
    found: dict[int, LotInput] = {}
    for edge, source in uses:
        same = [other for other in choices if other.id == source.id] or [
            other for other in choices if _alike(other, source) and other.id not in found
        ]
        if same:
            found[same[0].id] = edge
    return found


def _alike(one: Lot, other: Lot) -> bool:
    if one.product_id is not None or other.product_id is not None:
        return one.product_id == other.product_id
    return fold(one.name).split() == fold(other.name).split()
