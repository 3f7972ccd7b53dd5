"""Places the lots of a family in rows, inputs above outputs. Pure; lengths are SVG user units.

Layers by longest path, long arcs led through every row between, crossings lessened by barycentres: the method
of Sugiyama, Tagawa and Toda (1981) in its plainest form. The same input gives the same picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

BOX = (148, 82)
"""Width and height of a lot: two and the space between fit a phone of 360."""
SPACE = (16, 66)
BEND = 14
"""Width that an arc takes where it passes a row."""
MARGIN = 6
PORTS = 50
"""At most so far apart do the arcs of one side of a box begin or end."""
SWEEPS = 8

Key = str
Bend = tuple[int, int]
Place = Key | Bend


@dataclass(frozen=True, slots=True)
class Line:
    """The way of one arc from box to box, as points of which each two are joined; back: against the rows."""

    points: tuple[tuple[float, float], ...]
    back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """boxes: lot -> its left upper corner. lines: one for each arc, in the order given; None for an arc to itself."""

    width: float
    height: float
    boxes: dict[Key, tuple[float, float]]
    lines: list[Line | None]


def lay_out(lots: Sequence[Key], arcs: Sequence[tuple[Key, Key]]) -> Layout:
    """Rows from top to bottom. Arcs (from, to) join lots of the list; loops are drawn against the rows."""
    back = _against(lots, arcs)
    ways = [(b, a) if n in back else (a, b) for n, (a, b) in enumerate(arcs)]
    row_of = _rows(lots, {(a, b) for a, b in ways if a != b})
    rows, steps = _led_through(lots, ways, row_of)
    _lessen_crossings(rows, steps)
    return _placed(rows, ways, row_of, back)


def _against(lots: Iterable[Key], arcs: Sequence[tuple[Key, Key]]) -> frozenset[int]:
    """Numbers of the arcs that close a loop, met by a depth-first walk."""
    onward: dict[Key, list[tuple[int, Key]]] = defaultdict(list)
    for number, (source, target) in enumerate(arcs):
        onward[source].append((number, target))
    found: set[int] = set()
    left: set[Key] = set()
    for start in lots:
        path = [] if start in left else [(start, iter(onward[start]))]
        on_path = {start}
        while path:
            lot, rest = path[-1]
            number, following = next(rest, (-1, ""))
            if number < 0:
                path.pop()
                on_path.discard(lot)
                left.add(lot)
            elif following in on_path:
                found.add(number)
            elif following not in left:
                on_path.add(following)
                path.append((following, iter(onward[following])))
    return frozenset(found)


def _rows(lots: Sequence[Key], ways: set[tuple[Key, Key]]) -> dict[Key, int]:
    """Each lot below all that went into it; one into which nothing went, just above the first it went into."""
    before: dict[Key, set[Key]] = defaultdict(set)
    after: dict[Key, set[Key]] = defaultdict(set)
    for source, target in ways:
        before[target].add(source)
        after[source].add(target)
    row_of = _below_all(lots, before, after)
    first_ones = [lot for lot in lots if not before[lot] and after[lot]]
    return row_of | {lot: min(row_of[target] for target in after[lot]) - 1 for lot in first_ones}


def _below_all(
    lots: Sequence[Key], before: Mapping[Key, set[Key]], after: Mapping[Key, set[Key]]
) -> dict[Key, int]:
    """The length of the longest way to each lot, found in an order in which all that went into it comes first."""
    open_ends = {lot: len(before[lot]) for lot in lots}
    ready = [lot for lot in lots if not open_ends[lot]]
    row_of: dict[Key, int] = {}
    for lot in ready:
        row_of[lot] = max((row_of[source] + 1 for source in before[lot]), default=0)
        for target in sorted(after[lot]):
            open_ends[target] -= 1
            if not open_ends[target]:
                ready.append(target)
    return row_of


def _led_through(
    lots: Sequence[Key], ways: Sequence[tuple[Key, Key]], row_of: Mapping[Key, int]
) -> tuple[list[list[Place]], list[tuple[Place, Place]]]:
    """Rows with a bend for each arc that passes them, and the steps from row to row."""
    rows: list[list[Place]] = [[] for _ in range(max(row_of.values(), default=0) + 1)]
    for lot in lots:
        rows[row_of[lot]].append(lot)
    steps: list[tuple[Place, Place]] = []
    for number, (source, target) in enumerate(ways):
        bends: list[Place] = [(number, row) for row in range(row_of[source] + 1, row_of[target])]
        for row, bend in enumerate(bends, start=row_of[source] + 1):
            rows[row].append(bend)
        way: list[Place] = [source, *bends, target]
        steps += list(pairwise(way)) if source != target else []
    return rows, steps


def _lessen_crossings(rows: list[list[Place]], steps: Iterable[tuple[Place, Place]]) -> None:
    """Order each row by the mean place of its neighbours, downwards and upwards in turn."""
    above: dict[Place, list[Place]] = defaultdict(list)
    below: dict[Place, list[Place]] = defaultdict(list)
    for upper, lower in steps:
        above[lower].append(upper)
        below[upper].append(lower)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        near = above if down else below
        for row in rows[1:] if down else rows[-2::-1]:
            place = {one: index / len(line) for line in rows for index, one in enumerate(line)}
            mean = {
                one: sum(place[other] for other in near[one]) / len(near[one]) if near[one] else place[one]
                for one in row
            }
            row.sort(key=mean.__getitem__)


def _placed(
    rows: Sequence[Sequence[Place]],
    ways: Sequence[tuple[Key, Key]],
    row_of: Mapping[Key, int],
    back: frozenset[int],
) -> Layout:
    wide, tall = BOX
    middle, whole = _middles(rows)
    tops = [float(MARGIN + number * (tall + SPACE[1])) for number in range(len(rows))]
    leaves, arrives = _ports(ways, row_of, middle)
    lines: list[Line | None] = []
    for number, (source, target) in enumerate(ways):
        points: list[tuple[float, float]] = [(leaves.get(number, 0.0), tops[row_of[source]] + tall)]
        for passed in range(row_of[source] + 1, row_of[target]):
            bend = middle[number, passed]
            points += [(bend, tops[passed]), (bend, tops[passed] + tall)]
        points.append((arrives.get(number, 0.0), tops[row_of[target]]))
        ordered = tuple(points[::-1] if number in back else points)
        lines.append(Line(ordered, number in back) if source != target else None)
    boxes = {
        one: (middle[one] - wide / 2, tops[number])
        for number, row in enumerate(rows)
        for one in row
        if isinstance(one, str)
    }
    height = len(rows) * tall + max(len(rows) - 1, 0) * SPACE[1] + 2 * MARGIN
    return Layout(whole + 2 * MARGIN, height, boxes, lines)


def _middles(rows: Sequence[Sequence[Place]]) -> tuple[dict[Place, float], int]:
    """Where each box and bend has its middle, every row centred; and the width of the widest row."""
    spans = [sum(_width(one) for one in row) + SPACE[0] * (len(row) - 1) for row in rows]
    whole = max(spans, default=0)
    middle: dict[Place, float] = {}
    for row, span in zip(rows, spans, strict=True):
        x: float = MARGIN + (whole - span) / 2
        for one in row:
            middle[one] = x + _width(one) / 2
            x += _width(one) + SPACE[0]
    return middle, whole


def _ports(
    ways: Sequence[tuple[Key, Key]], row_of: Mapping[Key, int], middle: Mapping[Place, float]
) -> tuple[dict[int, float], dict[int, float]]:
    """Where each arc leaves its upper box and arrives at its lower one: side by side, in the order of where they go."""
    out_of: dict[Key, list[tuple[float, int]]] = defaultdict(list)
    into: dict[Key, list[tuple[float, int]]] = defaultdict(list)
    for number, (source, target) in enumerate(ways):
        if source != target:
            first, last = row_of[source] + 1, row_of[target] - 1
            out_of[source].append((middle[number, first] if first <= last else middle[target], number))
            into[target].append((middle[number, last] if first <= last else middle[source], number))
    return _side_by_side(out_of, middle), _side_by_side(into, middle)


def _side_by_side(
    ends: Mapping[Key, list[tuple[float, int]]], middle: Mapping[Place, float]
) -> dict[int, float]:
    found: dict[int, float] = {}
    for lot, arcs in ends.items():
        apart = min(PORTS, (BOX[0] - 2 * SPACE[0]) / max(len(arcs) - 1, 1))
        for index, (_toward, number) in enumerate(sorted(arcs)):
            found[number] = middle[lot] + (index - (len(arcs) - 1) / 2) * apart
    return found


def _width(place: Place) -> int:
    return BOX[0] if isinstance(place, str) else BEND
