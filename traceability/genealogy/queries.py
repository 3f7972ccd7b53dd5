"""Which lots were made from which, at any depth; recursive statements that end on loops."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import CTE, Select, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core.database.base import db
from catalog.models import Facility
from traceability.genealogy.balances.quantities import quantity_of
from traceability.genealogy.balances.queries import balance_sheet
from traceability.genealogy.balances.rules import Balance, Yield
from traceability.genealogy.closure import Edge, Genealogy
from traceability.models import Lot, LotInput

MOST_SHOWN = 150


"""Lots of a family that a page lists and draws; the nearest come first, the others are counted."""


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One lot of a family. depth: negative before the given lot, positive after it, 0 for itself."""

    lot: Lot
    depth: int


@dataclass(frozen=True, slots=True)
class Use:
    """A quantity of one lot used for another. source_facility, target_facility: whose lots they are."""

    source_id: int
    target_id: int
    quantity: Decimal | None
    unit: str
    source_facility: int
    target_facility: int

    @property
    def crosses(self) -> bool:
        """Whether the goods went from one facility to another: then shipping gives the amount."""
        return self.source_facility != self.target_facility

    def concerns(self, facility_id: int) -> bool:
        return facility_id in {self.source_facility, self.target_facility}


@dataclass(frozen=True, slots=True)
class Family:
    """lines: from what went in to what came of it, at most MOST_SHOWN. uses: between these lots. total: lots in
    all. balance, yields: of these lots over all that
    was ever used of them, shown or not, in base units. loops: lots made from themselves.
    """

    lines: list[FamilyLine]
    uses: list[Use]
    total: int
    balance: list[Balance]
    yields: list[Yield]
    loops: frozenset[int]

    def lots(self) -> dict[int, Lot]:
        return {line.lot.id: line.lot for line in self.lines}


def list_derived_ids(lot_id: int) -> list[int]:
    """Every lot made, however far on, from a lot; without itself."""
    return _closure(lot_id, LotInput.input_lot_id, LotInput.output_lot_id)


def list_source_ids(lot_id: int) -> list[int]:
    """Every lot that went, however far back, into a lot; without itself."""
    return _closure(lot_id, LotInput.output_lot_id, LotInput.input_lot_id)


def get_family(lot: Lot, limit: int = MOST_SHOWN, *, whole: bool = True) -> Family:
    """Everything a lot came from and everything made from it, with quantities; a few statements, whatever its
    size. whole: False for the lot's facility, which sees only those lots of other facilities that are next to
    its own.
    """
    own = lot.facility_id
    every = [use for use in _family_uses(lot.id) if whole or use.concerns(own)]
    graph = Genealogy(map(_edge, every))
    depths, total = _depths(graph, str(lot.id), limit)
    rows = {row.id: row for row in db.session.scalars(select(Lot).where(Lot.id.in_(depths)))}
    lines = [FamilyLine(rows[key], depth) for key, depth in depths.items()]
    told = [key for key, row in rows.items() if whole or row.facility_id == own]
    sheet = balance_sheet(told)
    return Family(
        lines=sorted(lines, key=lambda line: (line.depth, line.lot.id)),
        uses=[use for use in every if {use.source_id, use.target_id} <= depths.keys()],
        total=total,
        balance=sheet.balances,
        yields=sheet.yields,
        loops=frozenset(int(key) for key in graph.lots_in_loops()),
    )


def _family_uses(lot_id: int) -> list[Use]:
    """The edges among a lot, everything it came from and everything made from it."""
    after = _reached(lot_id, LotInput.input_lot_id, LotInput.output_lot_id, name="after")
    before = _reached(lot_id, LotInput.output_lot_id, LotInput.input_lot_id, name="before")
    source, target = aliased(Lot), aliased(Lot)
    rows = db.session.execute(
        select(
            LotInput.input_lot_id,
            LotInput.output_lot_id,
            LotInput.quantity,
            LotInput.unit,
            source.facility_id,
            target.facility_id,
        )
        .join(source, source.id == LotInput.input_lot_id)
        .join(target, target.id == LotInput.output_lot_id)
        .where(
            or_(
                LotInput.input_lot_id.in_(select(after.c.id)),
                LotInput.output_lot_id.in_(select(before.c.id)),
            )
        )
        .order_by(LotInput.id)
    )
    return [Use(*row) for row in rows]


def _depths(graph: Genealogy, lot: str, limit: int) -> tuple[dict[int, int], int]:
    """The lots nearest to one, of either side, each with its depth; and how many lots there are in all."""
    found = {key: -steps for key, steps in graph.backward(lot).items()}
    found |= {key: steps for key, steps in graph.forward(lot).items() if key not in found}
    nearest = sorted(found.items(), key=lambda item: (abs(item[1]), int(item[0])))
    return {int(lot): 0} | {int(key): depth for key, depth in nearest[: limit - 1]}, len(found) + 1


def _edge(use: Use) -> Edge:
    return Edge(str(use.source_id), str(use.target_id), quantity_of(use.quantity, use.unit))


def derived_ids_of(starts: Select[int]) -> Select[int]:
    """A statement of some lots and of every lot made, however far on, from them: one walk for all of them."""
    reached = starts.cte("reached", recursive=True)
    step = select(LotInput.output_lot_id).where(LotInput.input_lot_id == reached.c.id)
    walk = reached.union(step)
    return select(walk.c.id)


def source_ids_with(lot_id: int) -> Select[int]:
    """A statement of a lot and of all that went into it, to be used within another."""
    return select(_reached(lot_id, LotInput.output_lot_id, LotInput.input_lot_id).c.id)


def _reached(
    lot_id: int,
    near: InstrumentedAttribute[int],
    far: InstrumentedAttribute[int],
    *,
    name: str = "reached",
) -> CTE:
    reached = select(literal(lot_id).label("id")).cte(name, recursive=True)
    return reached.union(select(far).where(near == reached.c.id))  # a union drops repeats, so loops end


def _closure(lot_id: int, near: InstrumentedAttribute[int], far: InstrumentedAttribute[int]) -> list[int]:
    reached = _reached(lot_id, near, far)
    return list(db.session.scalars(select(reached.c.id).where(reached.c.id != lot_id).order_by(reached.c.id)))


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
    query = select(Facility.name).where(Facility.id.in_(list(ids))).order_by(Facility.sort_key)
    return list(db.session.scalars(query))
