"""Rows of an officer's lists counted by one or two of their facets: as many statements for any number of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select

from app.backoffice.lists.facets import NONE, Facet
from app.backoffice.lists.kinds import KINDS, Kind
from app.backoffice.lists.lots import labels_of_lot
from app.backoffice.lists.queries import Asked, award_rules, conditions
from app.core.actor import Actor
from app.core.database.base import db
from traceability.scans.store import scan_store

ROWS, LABELS, SCANS = "rows", "labels", "scans"
"""What is counted: rows, or of lots the labels printed and the scans."""
Key = tuple[str, str]


@dataclass(slots=True)
class Counted:
    """cells: (value of the rows' facet, of the columns') -> number; the second is "" where there are no columns.
    texts: what other columns of the statement hold for a value, as `Facet.text` wants it.
    """

    cells: dict[Key, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    total: int = 0
    texts: dict[Key, Sequence[Any]] = field(default_factory=dict)


def count_by(
    kind: str, actor: Actor, asked: Asked, rows: str, columns: str = "", *, measure: str = ROWS
) -> Counted:
    """One statement; four where a row may have several values, because its totals are then no sums."""
    which = KINDS[kind]
    names = [name for name in (rows, columns) if name]
    facets = [which.facets[name] for name in names]
    rule, found = conditions(which, actor, asked), Counted()
    for values, number in _counted(which, rule, asked, facets, measure):
        texts = [value for value, _more in values]
        key = (texts[0], texts[1] if columns else "")
        _add(found.cells, key, number)
        for name, (value, more) in zip(names, values, strict=True):
            found.texts[(name, value)] = more
    if any(facet.of_award for facet in facets):
        _count_totals(found, which, rule, asked, facets)
    else:
        for (row, column), number in found.cells.items():
            _add(found.rows, row, number)
            _add(found.columns, column, number)
        found.total = sum(found.rows.values())
    return found


def _count_totals(
    found: Counted, which: Kind, rule: list[ColumnElement[bool]], asked: Asked, facets: list[Facet]
) -> None:
    """Each row once, although it may stand in several cells."""
    for totals, facet in zip((found.rows, found.columns), facets, strict=False):
        others = [one for one in facets if one is not facet]
        for values, number in _counted(which, rule, asked, [facet], ROWS, beside=others):
            _add(totals, values[0][0], number)
    found.total = sum(number for _values, number in _counted(which, rule, asked, [], ROWS, beside=facets))


def _add(numbers: dict[Any, int], key: Any, number: int) -> None:
    numbers[key] = numbers.get(key, 0) + number


def _counted(
    which: Kind,
    rule: list[ColumnElement[bool]],
    asked: Asked,
    facets: list[Facet],
    measure: str,
    beside: Sequence[Facet] = (),
) -> Iterator[tuple[list[tuple[str, Sequence[Any]]], int]]:
    """Each group: its values with what else the keys hold, and its number. beside: facets whose values do not
    matter, but of which a row has to have one.
    """
    keys = [list(facet.keys()) if facet.keys is not None else [] for facet in facets]
    of_award = any(facet.of_award for facet in (*facets, *beside))
    whole, names = _rows(which, rule, keys, award_rules(which, asked) if of_award else None, measure)
    for row, count in _groups(whole, names, measure, distinct=of_award):
        if count:
            yield list(_values(row, facets, keys)), count


def _rows(
    which: Kind,
    rule: list[ColumnElement[bool]],
    keys: list[list[Any]],
    of_one: list[ColumnElement[bool]] | None,
    measure: str,
) -> tuple[Subquery, list[Any]]:
    """The rows to count, and their columns to count by. of_one: rules of each recognition; None where rows are not
    told apart by recognitions.
    """
    columns = [key.label(f"key_{at}_{part}") for at, some in enumerate(keys) for part, key in enumerate(some)]
    query = which.rows.with_only_columns(which.key.label("row_id"), *columns).where(*rule)
    if of_one is not None and which.with_awards is not None:
        query = which.with_awards(query).where(*of_one)
    if measure == LABELS:
        query = query.add_columns(labels_of_lot().label("labels"))
    whole = query.subquery()
    return whole, [whole.c[column.name] for column in columns]


def _groups(
    whole: Subquery, names: list[Any], measure: str, *, distinct: bool
) -> Iterator[tuple[Sequence[Any], int]]:
    if measure == SCANS:
        scans = scan_store().count_by_lot()
        for row in db.session.execute(select(whole.c.row_id, *names)):
            yield row[1:], scans.get(row[0], 0)
        return
    number: Any = func.count(whole.c.row_id.distinct()) if distinct else func.count()
    if measure == LABELS:
        number = func.coalesce(func.sum(whole.c.labels), 0)
    for row in db.session.execute(select(*names, number).select_from(whole).group_by(*names)):
        yield row[:-1], int(row[-1])


def _values(
    row: Sequence[Any], facets: list[Facet], keys: list[list[Any]]
) -> Iterator[tuple[str, Sequence[Any]]]:
    at = 0
    for facet, some in zip(facets, keys, strict=True):
        held = row[at : at + len(some)]
        at += len(some)
        value = facet.value(*held) if held[0] is not None else ""
        yield value or NONE, held[1:]
