"""In which order jurors see their entries."""

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def get_presentation_order(rows: Iterable[Row], seed: Callable[[Row], str]) -> list[Row]:
    """The rows in an order that is fixed by each juror's seed and different for each juror.

    seed: the juror's own seed with the key of the row.
    """
    return sorted(rows, key=lambda row: hashlib.sha256(seed(row).encode()).digest())
