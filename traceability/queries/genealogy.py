"""Which lots came of which, over any depth; recursive statements that end on loops."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import CTE, Select, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import db
from traceability.genealogy import Balance, Edge, Genealogy, Quantity, balances
from traceability.models import Lot, LotInput


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One lot of a family. depth: negative before the lot asked for, positive after it, 0 itself."""

    lot: Lot
    depth: int


@dataclass(frozen=True, slots=True)
class Family:
    """lines: from what went in to what came of it. edges: rows between these lots. balance: in base units."""

    lines: list[FamilyLine]
    edges: list[LotInput]
    balance: list[Balance]
    loops: frozenset[str]


def list_derived_ids(lot_id: int) -> list[int]:
    """Every lot made, however far on, from a lot; without itself."""
    return _closure(lot_id, LotInput.input_lot_id, LotInput.output_lot_id)


def list_source_ids(lot_id: int) -> list[int]:
    """Every lot that went, however far back, into a lot; without itself."""
    return _closure(lot_id, LotInput.output_lot_id, LotInput.input_lot_id)


def get_family(lot: Lot) -> Family:
    """All a lot came from and all that came of it, with quantities; three statements."""
    ids = {lot.id, *list_derived_ids(lot.id), *list_source_ids(lot.id)}
    lots = {row.id: row for row in db.session.scalars(select(Lot).where(Lot.id.in_(ids)))}
    query = select(LotInput).where(LotInput.input_lot_id.in_(ids), LotInput.output_lot_id.in_(ids))
    edges = list(db.session.scalars(query.order_by(LotInput.id)))
    graph = Genealogy(_edges(edges))
    depths = {str(lot.id): 0}
    depths |= {key: -steps for key, steps in graph.backward(str(lot.id)).items() if key not in depths}
    depths |= {key: steps for key, steps in graph.forward(str(lot.id)).items() if key not in depths}
    lines = [FamilyLine(lots[int(key)], depth) for key, depth in depths.items()]
    lines.sort(key=lambda line: (line.depth, line.lot.id))
    made = {
        str(row.id): Quantity(row.quantity, row.unit) if row.quantity is not None else None
        for row in lots.values()
    }
    return Family(lines, edges, balances(graph.edges, made), graph.lots_in_loops())


def _edges(rows: Iterable[LotInput]) -> list[Edge]:
    return [
        Edge(
            str(row.input_lot_id),
            str(row.output_lot_id),
            Quantity(row.quantity, row.unit) if row.quantity is not None else None,
        )
        for row in rows
    ]


def source_ids_with(lot_id: int) -> Select[int]:
    """A statement of a lot and of all that went into it, to be used within another."""
    return select(_reached(lot_id, LotInput.output_lot_id, LotInput.input_lot_id).c.id)


def _reached(lot_id: int, near: InstrumentedAttribute[int], far: InstrumentedAttribute[int]) -> CTE:
    reached = select(literal(lot_id).label("id")).cte("reached", recursive=True)
    return reached.union(select(far).where(near == reached.c.id))  # a union drops repeats, so loops end


def _closure(lot_id: int, near: InstrumentedAttribute[int], far: InstrumentedAttribute[int]) -> list[int]:
    reached = _reached(lot_id, near, far)
    return list(db.session.scalars(select(reached.c.id).where(reached.c.id != lot_id).order_by(reached.c.id)))
