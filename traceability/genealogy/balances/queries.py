"""The balance of lots over all uses and movements: one function for page, family, report, drill and export."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core.database.base import db
from traceability.enums import EventKind
from traceability.genealogy.balances.quantities import Quantity, quantity_of
from traceability.genealogy.balances.rules import Balance, Movement, Stock, Yield, balances, stock_of, yields
from traceability.genealogy.closure import Edge
from traceability.models import Lot, LotInput, TraceEvent

LEAVES = (EventKind.SHIP, EventKind.SELL, EventKind.DESTROY)
FILLS_STOCK = (EventKind.RECEIVE, EventKind.MAKE, EventKind.FILL, EventKind.PACK)
"""Entries that show how much there was of a lot."""
BATCH = 500
Written = defaultdict[str, defaultdict[str, list[Quantity]]]
"""Lot -> kind of entry -> its amounts."""


@dataclass(frozen=True, slots=True)
class PlannedFlow:
    """What is about to be written: entries as (lot, kind, quantity), uses as (source, target, quantity)."""

    entries: tuple[tuple[int, EventKind, Quantity | None], ...] = ()
    uses: tuple[tuple[int, int, Quantity | None], ...] = ()


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """Of some lots. stocks: by lot id as text."""

    balances: list[Balance]
    yields: list[Yield]
    stocks: dict[str, Stock]


def balance_sheet(
    lots: Iterable[int], *, every: bool = False, planned: PlannedFlow | None = None
) -> BalanceSheet:
    """What there was of the lots with these ids, what became of it, and whether more came out than went in.

    What went to another facility by its label is counted as shipped, not as used there. every: as in
    `balances`; planned: counted with what is written.
    """
    ids = list(lots)
    edges, movements, written = _edges(ids), *_entries(ids)
    own = frozenset(map(str, ids))
    if planned is not None:
        edges += [Edge(str(source), str(target), quantity) for source, target, quantity in planned.uses]
        for lot_id, kind, quantity in planned.entries:
            if str(lot_id) in own:
                _add_entry(movements, written, str(lot_id), kind, quantity)
    stated = _stated(ids)
    stocks = {key: stock_of(quantity, written[key]) for key, quantity in stated.items()}
    return BalanceSheet(
        balances=balances((e for e in edges if e.source in own), stocks, movements, every=every),
        yields=yields((e for e in edges if e.target in own), stated),
        stocks={key: stock for key, stock in stocks.items() if stock},
    )


def _stated(ids: list[int]) -> dict[str, Quantity | None]:
    found: dict[str, Quantity | None] = {}
    for some in _batches(ids):
        rows = db.session.execute(select(Lot.id, Lot.quantity, Lot.unit).where(Lot.id.in_(some)))
        found |= {str(row.id): quantity_of(row.quantity, row.unit) for row in rows}
    return found


def _edges(ids: list[int]) -> list[Edge]:
    """Every use out of or into these lots that stayed within a facility, once each."""
    source, target = aliased(Lot), aliased(Lot)
    found: dict[int, Edge] = {}
    for some in _batches(ids):
        query = (
            select(LotInput)
            .join(source, source.id == LotInput.input_lot_id)
            .join(target, target.id == LotInput.output_lot_id)
            .where(
                LotInput.input_lot_id.in_(some) | LotInput.output_lot_id.in_(some),
                source.facility_id == target.facility_id,
            )
        )
        for use in db.session.scalars(query):
            found[use.id] = Edge(
                str(use.input_lot_id), str(use.output_lot_id), quantity_of(use.quantity, use.unit)
            )
    return [found[key] for key in sorted(found)]


def _entries(ids: list[int]) -> tuple[list[Movement], Written]:
    """What left and came back, and by lot and kind the amounts that tell how much there was; entries that stand."""
    correction = aliased(TraceEvent)
    movements: list[Movement] = []
    written: Written = defaultdict(lambda: defaultdict(list))
    for some in _batches(ids):
        query = select(TraceEvent.lot_id, TraceEvent.kind, TraceEvent.quantity, TraceEvent.unit).where(
            TraceEvent.lot_id.in_(some),
            TraceEvent.kind.in_([*LEAVES, *FILLS_STOCK, EventKind.TAKE_BACK]),
            ~select(correction.id).where(correction.corrects_id == TraceEvent.id).exists(),
        )
        for lot_id, kind, amount, unit in db.session.execute(query.order_by(TraceEvent.id)):
            _add_entry(movements, written, str(lot_id), EventKind(kind), quantity_of(amount, unit))
    return movements, written


def _add_entry(
    movements: list[Movement], written: Written, lot: str, kind: EventKind, quantity: Quantity | None
) -> None:
    if kind in LEAVES or kind == EventKind.TAKE_BACK:
        movements.append(Movement(lot, quantity, back=kind == EventKind.TAKE_BACK))
    elif kind in FILLS_STOCK and quantity is not None:
        written[lot][kind].append(quantity)


def _batches(ids: list[int]) -> list[list[int]]:
    return [ids[n : n + BATCH] for n in range(0, len(ids), BATCH)]
