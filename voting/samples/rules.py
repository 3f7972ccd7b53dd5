"""Where a sample may go next, and the label that names no maker."""

from collections.abc import Iterable
from enum import StrEnum


class SampleState(StrEnum):
    RECEIVED = "received"
    STORED = "stored"
    RETURNED = "returned"
    USED_UP = "used_up"


GOES_TO = {
    SampleState.RECEIVED: (SampleState.STORED, SampleState.RETURNED, SampleState.USED_UP),
    SampleState.STORED: (SampleState.STORED, SampleState.RETURNED, SampleState.USED_UP),
    SampleState.RETURNED: (),
    SampleState.USED_UP: (),
}
"""Stored again: it was moved to another place."""


def may_go(state: SampleState, target: SampleState) -> bool:
    return target in GOES_TO[state]


def next_label(taken: Iterable[str]) -> str:
    """M-001, M-002 …: running through the round in the order received, so that nothing of the maker shows."""
    numbers = [int(label[2:]) for label in taken if label.startswith("M-") and label[2:].isdigit()]
    return f"M-{max(numbers, default=0) + 1:03}"
