"""A count as a table whose numbers open the rows behind them, with a bar beside each row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.backoffice.figures.queries import Count, Totals
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
    """href: of the list whose rows it counts, "" of none. x, width: its part of the bar."""

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
    """rows: those that are shown, of `length`. columns: their names, none where rows are counted alone. is_divided:
    whether bars show the columns.
    """

    rows: tuple[Row, ...]
    length: int
    columns: tuple[str, ...]
    totals: tuple[Number, ...]
    total: Number
    is_divided: bool


def figure(count: Count, link: Link, first: int = 0, most: int | None = None) -> Figure:
    """link: gives the address of the list, narrowed by facets. first, most: of the rows, which are cut before anything
    is made of them.
    """
    facets, found = KINDS[count.kind].facets, count.totals()
    by, across = count.rows, count.columns
    rows = _in_order(facets[by], by, found, found.rows)
    shown = rows[first:][:most]
    columns = _in_order(facets[across], across, found, found.columns) if across else []
    cells = count.cells(shown if len(shown) < len(rows) else None)
    top = max(found.rows.values(), default=0) or 1
    whole = _whole(count)

    def row_of(value: str) -> Row:
        number, narrowed = found.rows[value], partial(link, **whole | {by: value})
        total = Number(number, narrowed(), 0, round(BAR * number / top, 1))
        parts = _parts([(other, cells.get((value, other), 0)) for other in columns], across, narrowed, top)
        return Row(_text(facets[by], by, value, found), total, tuple(parts))

    return Figure(
        tuple(map(row_of, shown)),
        len(rows),
        tuple(_text(facets[across], across, value, found) for value in columns),
        tuple(Number(found.columns[value], link(**whole | {across: value})) for value in columns),
        Number(found.total, link(**whole)),
        _is_divided(count, len(columns)),
    )


def _whole(count: Count) -> dict[str, str]:
    """What the links of totals ask, where a row may have several values and the reader asked for none of them."""
    return {name: ANY for name in count.of_award if not count.asked.facet(name)}


def _is_divided(count: Count, columns: int) -> bool:
    return 0 < columns <= MOST_SERIES and not count.of_award


def _parts(numbers: list[tuple[str, int]], across: str, link: Link, top: int) -> Iterator[Number]:
    """The cells of a row, each beginning in the bar where the one before ended."""
    x = 0.0
    for value, number in numbers:
        width = round(BAR * number / top, 1)
        yield Number(number, link(**{across: value}) if number else "", round(x, 1), width)
        x += width


def _text(facet: Facet, name: str, value: str, found: Totals) -> str:
    return value_text(facet, value) if value == NONE else facet.text(value, *found.texts[(name, value)])


def _in_order(facet: Facet, name: str, found: Totals, numbers: dict[str, int]) -> list[str]:
    """The values in the order of their choices, the newest year or the largest number first, or by name; what is not
    known comes last.
    """
    if facet.by_number:
        return sorted(numbers, key=lambda value: (-numbers[value], found.texts[(name, value)][-1], value))
    order = list(facet.choices()) if facet.choices is not None and not facet.falls else []

    def place(value: str) -> tuple[Any, ...]:
        at = order.index(value) if value in order else len(order)
        year = -int(value) if facet.falls and value != NONE else 0
        return value == NONE, at, year, sort_key(_text(facet, name, value, found)), value

    return sorted(numbers, key=place)


def names_of(kind: str) -> dict[str, str]:
    """The facets that rows of a kind can be counted by."""
    return {
        name: translate(facet.label) for name, facet in KINDS[kind].facets.items() if facet.keys is not None
    }


def columns_of(kind: str) -> dict[str, str]:
    """Those of them that have few enough values for a column each."""
    return {name: text for name, text in names_of(kind).items() if not KINDS[kind].facets[name].is_large}
