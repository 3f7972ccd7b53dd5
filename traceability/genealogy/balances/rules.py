"""Whether the quantities of lots add up: what there was compared with what was used, left the facility or
came back. Pure.

Pass every edge and movement of the given lots, never only those of a drawing: a partial sum misleads.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from traceability.genealogy.balances.quantities import Quantity, in_base_unit, sums_by_dimension
from traceability.genealogy.closure import Edge

Stock = Mapping[str, Decimal]
"""Dimension -> what there was of a lot in it."""


@dataclass(frozen=True, slots=True)
class Movement:
    """So much of a lot left the facility (shipped, sold, destroyed), or came back to it; None where not stated."""

    lot: str
    quantity: Quantity | None = None
    back: bool = False


class BalanceState(StrEnum):
    """EVEN also covers a rest in store; UNKNOWN where an amount is missing or was counted in another unit; OVERDRAWN
    where more went than there was.
    """

    EVEN = "even"
    OVERDRAWN = "overdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Balance:
    """One lot in one dimension, amounts in its base unit: what there was, what went on into other lots, what left
    the facility less what came back, what is left.
    """

    lot: str
    dimension: str
    made: Decimal
    used: Decimal
    state: BalanceState
    gone: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        return self.made - self.used - self.gone


def stock_of(stated: Quantity | None, written: Mapping[str, Iterable[Quantity]]) -> Stock:
    """What there was of a lot: the stated quantity, and in other units what its diary says was received, made, filled
    or packed. written: kind of entry -> its amounts. The same goods packed after filling count once.
    """
    stock: dict[str, Decimal] = {}
    for quantities in written.values():
        for dimension, amount in sums_by_dimension(quantities).items():
            stock[dimension] = max(stock.get(dimension, amount), amount)
    return stock | sums_by_dimension([stated])


def balances(
    edges: Iterable[Edge],
    stocks: Mapping[str, Stock],
    movements: Iterable[Movement] = (),
    *,
    every: bool = False,
) -> list[Balance]:
    """For each lot and dimension of which something was used or left: made against used and gone.

    A lot used in a dimension in which nothing is known to have been made (kg drawn from a lot counted in baskets) is
    UNKNOWN, never overdrawn; so is the rest of a lot of which something went out in another dimension. every: also
    lots of which nothing went out. Sorted by lot, then dimension.
    """
    unstated: set[str] = set()
    used = _added(((edge.source, edge.quantity, 1) for edge in edges), stocks, unstated)
    gone = _added(((m.lot, m.quantity, -1 if m.back else 1) for m in movements), stocks, unstated)
    keys = used.keys() | gone.keys()
    if every:
        keys |= {(lot, dimension) for lot, stock in stocks.items() for dimension in stock}
    out: dict[str, set[str]] = defaultdict(set)
    for lot, dimension in used.keys() | gone.keys():
        out[lot].add(dimension)
    return [
        _balance(lot, dimension, used[lot, dimension], gone[lot, dimension], stocks.get(lot, {}),
                 is_whole=lot not in unstated and out[lot] <= {dimension})
        for lot, dimension in sorted(keys)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Yield:
    """One lot in one dimension: what went into it against what it is said to hold."""

    lot: str
    dimension: str
    inputs: Decimal
    output: Decimal

    @property
    def more_out_than_in(self) -> bool:
        return self.output > self.inputs


def yields(edges: Iterable[Edge], made: Mapping[str, Quantity | None]) -> list[Yield]:
    """For each lot whose own dimension is among its inputs' and whose inputs all state an amount; sorted by
    lot.

    Drying loses mass and brine adds it, so `more_out_than_in` is a question for the facility, not a verdict.
    """
    inputs: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    unstated: set[str] = set()
    for edge in edges:
        if edge.quantity is None:
            unstated.add(edge.target)
        else:
            dimension, amount = in_base_unit(edge.quantity)
            inputs[edge.target][dimension] += amount
    found = []
    for lot, quantity in sorted(made.items()):
        if quantity is None or lot in unstated:
            continue
        dimension, output = in_base_unit(quantity)
        if dimension in inputs.get(lot, {}):
            found.append(Yield(lot, dimension, inputs[lot][dimension], output))
    return found


def _added(
    parts: Iterable[tuple[str, Quantity | None, int]], stocks: Mapping[str, Stock], unstated: set[str]
) -> defaultdict[tuple[str, str], Decimal]:
    """Sums by lot and dimension of (lot, quantity, sign). Lots of which one is not stated join `unstated`."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for lot, quantity, sign in parts:
        if quantity is not None:
            dimension, amount = in_base_unit(quantity)
            sums[lot, dimension] += sign * amount
            continue
        unstated.add(lot)
        for dimension in stocks.get(lot, {}):
            sums[lot, dimension] += 0
    return sums


def _balance(
    lot: str, dimension: str, used: Decimal, gone: Decimal, stock: Stock, *, is_whole: bool
) -> Balance:
    """is_whole: whether all that went out of the lot is stated, and in this dimension."""
    made = stock.get(dimension, Decimal(0))
    if dimension in stock and used + gone > made:
        state = BalanceState.OVERDRAWN
    elif dimension not in stock or not is_whole:
        state = BalanceState.UNKNOWN
    else:
        state = BalanceState.EVEN
    return Balance(lot, dimension, made, used, state, gone)
