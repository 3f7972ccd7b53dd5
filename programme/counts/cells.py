"""Where a fact is counted. Pure.

Each fact keeps the text of its cell, so that a change can be taken out of the old numbers and put into the new ones
without asking what the fact looked like before.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

ALL, UNIT, QUARTER = "", "unit", "quarter"
BETWEEN = "|"
Key = tuple[int, str, str, str]
"""Target, facet, value of the facet, level of evidence."""


def quarter_of(day: date) -> str:
    """2026Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def cell_of(target_id: int, evidence: str, unit_code: str, day: date, number: int) -> str:
    """unit_code: of the unit of today's list, "" for a fact of no province."""
    return BETWEEN.join((str(target_id), evidence, unit_code, quarter_of(day), str(number)))


def keys_of(cell: str) -> Iterator[Key]:
    """The kept numbers that a fact is part of; none for one that was withdrawn."""
    if cell:
        target, evidence, unit_code, quarter, _number = cell.split(BETWEEN)
        for facet, value in ((ALL, ""), (UNIT, unit_code), (QUARTER, quarter)):
            yield int(target), facet, value, evidence


def number_of(cell: str) -> int:
    return int(cell.rsplit(BETWEEN, 1)[1]) if cell else 0


class Difference:
    """What changes of facts add to each kept number, and to how many facts it is of."""

    def __init__(self) -> None:
        self.numbers: Counter[Key] = Counter()
        self.facts: Counter[Key] = Counter()

    def add(self, before: str, after: str) -> None:
        """A fact moved from one cell to another; "" for none."""
        for cell, sign in ((before, -1), (after, 1)):
            for key in keys_of(cell):
                self.numbers[key] += sign * number_of(cell)
                self.facts[key] += sign

    def rows(self) -> list[tuple[Key, int, int]]:
        """(key, number, facts) of what is not nought, in order."""
        return [
            (key, self.numbers[key], self.facts[key])
            for key in sorted(self.facts.keys() | self.numbers.keys())
            if self.numbers[key] or self.facts[key]
        ]
