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
PUBLIC_SUMS = ("national", "local")
PARTS = ("women", "minority", "poor")
"""Of the learners: women, people of ethnic minorities, people of poor communes."""


def may_go(state: ActivityState, target: ActivityState) -> bool:
    return target in GOES_TO[state]


def overspent(planned: Mapping[str, int], used: Mapping[str, int]) -> str:
    """The first sum of promotion money of which more was used than planned; empty where there is none."""
    return next((name for name in PUBLIC_SUMS if used[name] > planned[name]), "")


def part_too_large(quantities: Mapping[str, int], breakdown: Mapping[str, int]) -> str:
    """The first part of the learners that is more than all; each part counts for itself, so they may overlap."""
    everybody = max(quantities.values(), default=0)
    return next((name for name in PARTS if breakdown.get(name, 0) > everybody), "")
