"""Which lots came from which: closure at any depth in both directions. Pure.

An edge says that a quantity of `source` went into `target`. Data from workshops contains loops (rework poured
back, a mistyped lot); every walk ends at them, and `lots_in_loops()` names them.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from traceability.genealogy.balances.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Edge:
    """`quantity` of lot `source` went into lot `target`; None where the diary does not say how much."""

    source: str
    target: str
    quantity: Quantity | None = None


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
        """Every lot made, directly or indirectly, from these: lot -> least number of steps. The given lots
        are left out.
        """
        return _walk(self._after, lots)

    def backward(self, *lots: str) -> dict[str, int]:
        """Every lot used, directly or indirectly, for these: lot -> least number of steps. The given are left
        out.
        """
        return _walk(self._before, lots)

    def lots_in_loops(self) -> frozenset[str]:
        """Lots that are made, over some steps, from themselves."""
        looped = {edge.source for edge in self.edges if edge.source == edge.target}
        placed: set[str] = set()
        for lot in reversed(_finishing_order(self._after)):
            component = [lot, *_walk(self._before, (lot,), placed)] if lot not in placed else []
            placed.update(component)
            if len(component) > 1:
                looped.update(component)
        return frozenset(looped)


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
