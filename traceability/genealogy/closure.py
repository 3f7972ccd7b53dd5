"""Which lots came from which: closure over any depth in both directions, and whether the quantities add up.
Pure.

An edge says that a quantity of `source` went into `target`. Data from workshops holds loops (rework poured
back, a mistyped lot); every walk ends on them, and `lots_in_loops()` names them.
"""

import unicodedata
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount in a unit as people write it ("kg", "gói") or as UN/CEFACT codes it ("KGM")."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Edge:
    """`quantity` of lot `source` went into lot `target`; None where the diary does not say how much."""

    source: str
    target: str
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """So much of a lot left the facility (shipped, sold, destroyed), or came back to it; None where not stated."""

    lot: str
    quantity: Quantity | None = None
    back: bool = False


class BalanceState(StrEnum):
    """EVEN also covers a rest in store; UNKNOWN where an amount is missing; OVERDRAWN where more went than
    there was.
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


_KILOGRAM, _LITRE = "kg", "l"
_UNITS: dict[str, tuple[str, Decimal]] = {
    "mg": (_KILOGRAM, Decimal("0.000001")),
    "g": (_KILOGRAM, Decimal("0.001")),
    "gam": (_KILOGRAM, Decimal("0.001")),
    "grm": (_KILOGRAM, Decimal("0.001")),
    "kg": (_KILOGRAM, Decimal(1)),
    "kgm": (_KILOGRAM, Decimal(1)),
    "yến": (_KILOGRAM, Decimal(10)),
    "tạ": (_KILOGRAM, Decimal(100)),
    "t": (_KILOGRAM, Decimal(1000)),
    "tấn": (_KILOGRAM, Decimal(1000)),
    "tne": (_KILOGRAM, Decimal(1000)),
    "ml": (_LITRE, Decimal("0.001")),
    "mlt": (_LITRE, Decimal("0.001")),
    "l": (_LITRE, Decimal(1)),
    "lít": (_LITRE, Decimal(1)),
    "ltr": (_LITRE, Decimal(1)),
    "m3": (_LITRE, Decimal(1000)),
    "mtq": (_LITRE, Decimal(1000)),
}


def in_base_unit(quantity: Quantity) -> tuple[str, Decimal]:
    """(dimension, amount): masses in kg, volumes in l; anything else is counted apart under its own name."""
    unit = unicodedata.normalize("NFC", quantity.unit).strip().lower()
    dimension, factor = _UNITS.get(unit, (unit, Decimal(1)))
    return dimension, quantity.amount * factor


class Genealogy:
    """The edges, indexed once in both directions."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.edges = tuple(edges)
        self._after: dict[str, list[str]] = defaultdict(list)
        self._before: dict[str, list[str]] = defaultdict(list)
        for edge in self.edges:
            self._after[edge.source].append(edge.target)
            self._before[edge.target].append(edge.source)

    def forward(self, *lots: str) -> dict[str, int]:
        """Every lot made, however far on, from these: lot -> least number of steps. The given lots are left
        out.
        """
        return _walk(self._after, lots)

    def backward(self, *lots: str) -> dict[str, int]:
        """Every lot that went, however far back, into these: lot -> least number of steps. The given are left
        out.
        """
        return _walk(self._before, lots)

    def lots_in_loops(self) -> frozenset[str]:
        """Lots that are, over some steps, made from themselves."""
        looped = {edge.source for edge in self.edges if edge.source == edge.target}
        placed: set[str] = set()
        for lot in reversed(_finishing_order(self._after)):
            component = [lot, *_walk(self._before, (lot,), placed)] if lot not in placed else []
            placed.update(component)
            if len(component) > 1:
                looped.update(component)
        return frozenset(looped)

    def family(self, lot: str) -> tuple[Edge, ...]:
        """The edges among this lot, all it came from and all that came of it, in the order given."""
        known = {lot, *self.forward(lot), *self.backward(lot)}
        return tuple(edge for edge in self.edges if edge.source in known and edge.target in known)


def balances(
    edges: Iterable[Edge], made: Mapping[str, Quantity | None], movements: Iterable[Movement] = ()
) -> list[Balance]:
    """For each lot and dimension of which something was used or left: made against used and gone.

    `made` holds the quantity of each known lot. A lot used in a dimension in which nothing is known to have
    been made (kg drawn from a lot counted in baskets) is UNKNOWN, never overdrawn. Sorted by lot, then
    dimension.
    """
    stock = {lot: in_base_unit(quantity) for lot, quantity in made.items() if quantity is not None}
    unstated: set[str] = set()
    used = _added(((edge.source, edge.quantity, 1) for edge in edges), stock, unstated)
    gone = _added(((m.lot, m.quantity, -1 if m.back else 1) for m in movements), stock, unstated)
    return [
        _balance(lot, dimension, used[lot, dimension], gone[lot, dimension], stock, unstated)
        for lot, dimension in sorted(used.keys() | gone.keys())
    ]


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


def _walk(
    steps: Mapping[str, list[str]], lots: Iterable[str], closed: Collection[str] = ()
) -> dict[str, int]:
    """Breadth first from the lots, never into a closed one: lot -> depth, the lots themselves left out."""
    depth = dict.fromkeys(lots, 0)
    given = len(depth)
    queue = deque(depth)
    while queue:
        lot = queue.popleft()
        for following in steps.get(lot, ()):
            if following not in depth and following not in closed:
                depth[following] = depth[lot] + 1
                queue.append(following)
    return dict(list(depth.items())[given:])


def _finishing_order(steps: Mapping[str, list[str]]) -> list[str]:
    """Lots in the order a depth-first walk leaves them (first half of Kosaraju's strongly connected
    components).
    """
    order: list[str] = []
    seen: set[str] = set()
    for start in steps:
        path = [] if start in seen else [(start, iter(steps[start]))]
        seen.add(start)
        while path:
            lot, onward = path[-1]
            following = next((near for near in onward if near not in seen), None)
            if following is None:
                order.append(lot)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(steps.get(following, ()))))
    return order


def _added(
    parts: Iterable[tuple[str, Quantity | None, int]],
    stock: Mapping[str, tuple[str, Decimal]],
    unstated: set[str],
) -> defaultdict[tuple[str, str], Decimal]:
    """Sums by lot and dimension of (lot, quantity, sign). Lots of which one is not stated join `unstated`."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for lot, quantity, sign in parts:
        if quantity is not None:
            dimension, amount = in_base_unit(quantity)
            sums[lot, dimension] += sign * amount
            continue
        unstated.add(lot)
        if lot in stock:
            sums[lot, stock[lot][0]] += 0
    return sums


def _balance(
    lot: str,
    dimension: str,
    used: Decimal,
    gone: Decimal,
    stock: Mapping[str, tuple[str, Decimal]],
    unstated: set[str],
) -> Balance:
    known, amount = stock.get(lot, ("", Decimal(0)))
    made = amount if known == dimension else Decimal(0)
    if known == dimension and used + gone > made:
        state = BalanceState.OVERDRAWN
    elif known != dimension or lot in unstated:
        state = BalanceState.UNKNOWN
    else:
        state = BalanceState.EVEN
    return Balance(lot, dimension, made, used, state, gone)
