"""When somebody is reminded of a deadline. Pure."""

from collections.abc import Sequence
from datetime import date

COMPLAINT_STEPS = (-1, 0, 3)
"""Days that are left, the most urgent first: three days before, on the last day, and once it is overdue."""
SHEET_STEPS = (1, 3)
SOON = 3
"""So many days before its end a deadline is shown as near."""


def due_step(day: date, deadline: date, steps: Sequence[int]) -> int | None:
    """The step that a day has reached, None before the first; -1 stands for every day after the deadline."""
    left = max((deadline - day).days, -1)
    return next((step for step in steps if left <= step), None)
