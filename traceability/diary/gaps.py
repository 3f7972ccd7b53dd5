"""Missing entries of steps that are required for every lot of the product. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from traceability.enums import EventKind

NEVER_EXPECTED = frozenset({EventKind.TAKE_BACK, EventKind.DESTROY, EventKind.CORRECT})
"""Kinds that apply only to some lots, whatever a facility set up."""
USUAL: tuple[tuple[EventKind, ...], ...] = (
    (EventKind.MAKE, EventKind.RECEIVE),
    (EventKind.FILL, EventKind.PACK, EventKind.SHIP, EventKind.SELL),
)
"""For a lot without a plan: it is made or received before it is filled, packed or shipped."""


@dataclass(frozen=True, slots=True)
class Step:
    """A valid entry. shown: whether the reader of the page sees it."""

    kind: str
    on: date
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """No entry of `kinds` (any of which would do) between two days. before: place, among the shown steps, of the
    entry in front of which the line stands. since: None where nothing shown is earlier.
    """

    kinds: tuple[str, ...]
    before: int
    since: date | None
    until: date


def find_gaps(steps: Sequence[Step], expected: Sequence[str] = ()) -> list[Gap]:
    """steps: in the order they happened. expected: kinds of the product's plan in order, () for `USUAL`.

    Later steps are no gap: a kind is missing only once a later one has an entry.
    """
    plan = _plan(expected)
    there = {step.kind for step in steps}
    shown = [step for step in steps if step.shown]
    found = []
    for place, kinds in enumerate(plan):
        if there.isdisjoint(kinds):
            gap = _gap(kinds, shown, {kind for later in plan[place + 1 :] for kind in later})
            found += [gap] if gap is not None else []
    return found


def _plan(expected: Sequence[str]) -> list[tuple[str, ...]]:
    """The steps in order, of each the kinds any of which would do."""
    plan: list[tuple[str, ...]] = [(kind,) for kind in expected if kind not in NEVER_EXPECTED]
    return plan or [tuple(map(str, kinds)) for kinds in USUAL]


def _gap(kinds: tuple[str, ...], shown: Sequence[Step], later: Collection[str]) -> Gap | None:
    first = next((place for place, step in enumerate(shown) if step.kind in later), None)
    if first is None:
        return None
    since = shown[first - 1].on if first else None
    return Gap(kinds, first, since, shown[first].on)
