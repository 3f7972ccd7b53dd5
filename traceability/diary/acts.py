"""The acts offered on a lot's page: those of the product's plan first, each with its number of entries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from traceability.enums import DIARY_KINDS, EventKind
from traceability.models import DiaryStep, Lot
from traceability.terms import EVENT_ACTS, EVENT_ICONS

RAW_KINDS = frozenset(
    {
        EventKind.RECEIVE, EventKind.DRY, EventKind.FERMENT, EventKind.CHECK, EventKind.TAKE_BACK,
        EventKind.DESTROY,
    }
)  # fmt: skip
"""What is done with raw material before it is used."""


@dataclass(frozen=True, slots=True)
class Act:
    """times: number of its valid entries. is_next: the first of the plan without one."""

    kind: EventKind
    text: str
    icon: str
    times: int
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Acts:
    """first: of the plan in its order, or all where there is no plan; others: what is left."""

    first: list[Act]
    others: list[Act]


def acts_of(lot: Lot, plan: Sequence[DiaryStep]) -> Acts:
    times = _times(lot)
    allowed = [kind for kind in DIARY_KINDS if lot.product_id is not None or kind in RAW_KINDS]
    planned = [EventKind(step.kind) for step in plan]
    coming = next((kind for kind in planned if not times[kind]), None)
    first = [_act(kind, times[kind], is_next=kind == coming) for kind in planned or allowed]
    return Acts(first, [_act(kind, times[kind]) for kind in allowed if planned and kind not in planned])


def _times(lot: Lot) -> Counter[str]:
    """Number of valid entries of each kind."""
    wrong = {event.corrects_id for event in lot.events}
    return Counter(event.kind for event in lot.events if event.id not in wrong)


def _act(kind: EventKind, times: int, *, is_next: bool = False) -> Act:
    return Act(kind, EVENT_ACTS[kind], EVENT_ICONS[kind], times, is_next)
