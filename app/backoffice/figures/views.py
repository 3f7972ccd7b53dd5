"""A count as a table whose numbers open the rows behind them, with a bar beside each row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.backoffice.figures.queries import Counted
from app.backoffice.lists.asking import value_text
from app.backoffice.lists.facets import ANY, NONE, Facet
from app.backoffice.lists.kinds import KINDS
from app.core.text import sort_key
from app.web.i18n import translate

BAR = 200
"""Units of the longest bar."""
MOST_SERIES = 6
"""Columns that a bar is divided by; with more it stands for the whole row."""
Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Number:
    """href: of the list whose rows it counts. x, width: its part of the bar."""

    number: int
    href: str
    x: float = 0
    width: float = 0


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    total: Number
    cells: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """columns: their names, none where rows are counted alone. is_divided: whether bars show the columns."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    totals: tuple[Number, ...]
    total: Number
    is_divided: bool


def figure(kind: str, found: Counted, by: str, across: str, link: Link) -> Figure:
    """link: gives the address of the list, narrowed by facets."""
    facets = KINDS[kind].facets
    rows = _in_order(facets[by], by, found, found.rows)
    columns = _in_order(facets[across], across, found, found.columns) if across else []
    top = max(found.rows.values(), default=0) or 1
    whole = {name: ANY for name in (by, across) if name and facets[name].of_award}
    is_divided = 0 < len(columns) <= MOST_SERIES and not whole

    def row_of(value: str, text: str) -> Row:
        x, cells = 0.0, []
        for other, _text in columns:
            number = found.cells.get((value, other), 0)
            width = round(BAR * number / top, 1)
            cells.append(Number(number, link(**whole | {by: value, across: other}), round(x, 1), width))
            x += width
        number = found.rows[value]
        total = Number(number, link(**whole | {by: value}), 0, round(BAR * number / top, 1))
        return Row(text, total, tuple(cells))

    return Figure(
        tuple(row_of(value, text) for value, text in rows),
        tuple(text for _value, text in columns),
        tuple(Number(found.columns[value], link(**whole | {across: value})) for value, _text in columns),
        Number(found.total, link(**whole)),
        is_divided,
    )


def _in_order(facet: Facet, name: str, found: Counted, numbers: dict[str, int]) -> list[tuple[str, str]]:
    """The values with their words: in the order of their choices, the newest year or the largest number first, or by
    name; what is not known comes last.
    """
    words = {
        value: value_text(facet, value) if value == NONE else facet.text(value, *found.texts[(name, value)])
        for value in numbers
    }
    order = list(facet.choices()) if facet.choices is not None and not facet.falls else []

    def place(value: str) -> tuple[Any, ...]:
        at = order.index(value) if value in order else len(order)
        first: Any = -int(value) if facet.falls and value != NONE else 0
        return (
            value == NONE,
            at,
            first,
            -numbers[value] if facet.by_number else 0,
            sort_key(words[value]),
            value,
        )

    return [(value, words[value]) for value in sorted(numbers, key=place)]


def names_of(kind: str) -> dict[str, str]:
    """The facets that rows of a kind can be counted by."""
    return {
        name: translate(facet.label) for name, facet in KINDS[kind].facets.items() if facet.keys is not None
    }
