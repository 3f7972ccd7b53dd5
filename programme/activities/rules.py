"""The life of an activity, and sums that fit its plan. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class ActivityState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


GOES_TO = {
    ActivityState.PLANNED: (ActivityState.HELD, ActivityState.CANCELLED),
    ActivityState.HELD: (ActivityState.ACCEPTED, ActivityState.CANCELLED),
    ActivityState.ACCEPTED: (),
    ActivityState.CANCELLED: (),
}
SUMS = ("national", "local", "own")
"""Promotion money of the nation and of the province, and the facility's own."""
HIGHEST_SUM = 10**13
"""In đồng; more than any programme has."""
PUBLIC_SUMS = ("national", "local")
PARTS = ("women", "minority", "poor")
"""Of the learners: women, people of ethnic minorities, people of poor communes."""


def may_go(state: ActivityState, target: ActivityState) -> bool:
    return target in GOES_TO[state]


def above(limits: Mapping[str, int], sums: Mapping[str, int]) -> str:
    """The first sum of promotion money that is above its limit; empty where there is none."""
    return next((name for name in PUBLIC_SUMS if sums.get(name, 0) > limits.get(name, 0)), "")


def beyond(sums: Mapping[str, int]) -> str:
    """The first sum below nothing or above what a column holds; empty where there is none."""
    return next((name for name in SUMS if not 0 <= sums.get(name, 0) <= HIGHEST_SUM), "")


def part_too_large(quantities: Mapping[str, int], breakdown: Mapping[str, int]) -> str:
    """The first part of the learners that is more than all; each part counts for itself, so they may overlap."""
    everybody = max(quantities.values(), default=0)
    return next((name for name in PARTS if breakdown.get(name, 0) > everybody), "")
