"""What a file says of a sheet beside the values of its cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row from 1, column from 0."""
Area = tuple[tuple[int, int], tuple[int, int]]
"""Merged cells: (first row, first column), (last row, last column), each from 0."""
MAX_SHEETS = 30
"""Of a workbook that are looked at, the visible ones where hidden ones are told apart."""
MOST_PLACES = 100_000
"""Cells of a workbook that are shown otherwise than their values say."""
UNSOLVED = "#="
"""Before the name of a cell: a formula without a result in the file."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.')


@dataclass(frozen=True, slots=True)
class SheetForm:
    """shares: cells that the program shows as so many per cent. hidden: rows that it hides or filters away.

    texts: cell -> its text, where the reader's is another.
    """

    shares: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()
    areas: tuple[Area, ...] = ()
    texts: Mapping[Place, str] = field(default_factory=dict)


def is_percent(number_format: str | None) -> bool:
    """Whether numbers of this format are shown as so many per cent."""
    return "%" in _LITERAL.sub("", number_format or "")
