"""Stands as lines of a list, and their plan. Pure.

A line is `A1; 3600123456; yes; nước mắm, mắm ruốc`: the stand, who has it (nothing: it is free), whether its rent is
supported, what is shown ("*": everything of the facility). Cells copied from a spreadsheet are split by tabs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.errors import RuleBroken, check_together
from app.core.text import fold_line

CELLS = 4
MOST_STANDS = 500
LONGEST_CODE = 20
"""In characters; the longest real ones name hall, row and stand: `NHÀ A2-KHU B-115`."""
YES = {"co", "x", "yes", "1", "ho tro", "duoc ho tro", "true", "v"}
NO = {"", "khong", "no", "0", "tu thue", "false", "-"}
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class StandLine:
    """A stand as typed. line: its number in the list, from 1."""

    line: int
    code: str
    facility: str = ""
    is_supported: bool = False
    products: tuple[str, ...] = ()


def read_stands(text: str, field: str = "stands") -> list[StandLine]:
    """Raises RuleBroken with one refusal for each line that cannot be read."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise RuleBroken("required", field)
    if len(lines) > MOST_STANDS:
        raise RuleBroken("too_many_stands", field, limit=MOST_STANDS)
    found: dict[str, StandLine] = {}

    def take(number: int, line: str) -> None:
        stand = _read(number, line, field)
        if stand.code in found:
            raise RuleBroken("stand_named_twice", field, line=number, stand=stand.code)
        found[stand.code] = stand

    check_together(*(lambda number=number, line=line: take(number, line) for number, line in lines))
    return list(found.values())


def _read(number: int, line: str, field: str) -> StandLine:
    cells = [" ".join(cell.split()) for cell in line.split("\t" if "\t" in line else ";")]
    if len(cells) > CELLS:
        raise RuleBroken("stand_columns", field, line=number)
    code, facility, support, products = [*cells, "", "", ""][:CELLS]
    if not code:
        raise RuleBroken("stand_code_missing", field, line=number)
    if len(code) > LONGEST_CODE:
        raise RuleBroken("stand_code_long", field, line=number, limit=LONGEST_CODE)
    answer = fold_line(support)
    if answer not in YES | NO:
        raise RuleBroken("stand_support_form", field, line=number)
    names = tuple(name.strip() for name in products.split(",") if name.strip())
    if names and not facility:
        raise RuleBroken("stand_product", field, line=number, text=names[0][:80])
    return StandLine(number, code.upper(), facility, answer in YES, names)


def stand_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """A2 before A10: of two numbers the one with fewer digits first."""
    parts = [part.lstrip("0") if part.isdigit() else part for part in _NUMBER.split(code) if part]
    return tuple((0, len(part), part) if part.isdigit() or not part else (1, 0, part) for part in parts)


def rows_of(codes: Iterable[str], wide: int) -> list[list[str]]:
    """The stands in rows for a plan: a row for each letter in front, broken where it is wider than `wide`."""
    rows: list[list[str]] = []
    before: str | None = None
    for code in sorted(codes, key=stand_order):
        letter = _NUMBER.split(code)[0]
        if letter != before or len(rows[-1]) == wide:
            rows.append([])
        rows[-1].append(code)
        before = letter
    return rows
