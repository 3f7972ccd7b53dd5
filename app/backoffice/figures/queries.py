"""Rows of an officer's lists counted by one or two of their facets: as many statements for any number of rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, func, or_, select

from app.backoffice.lists.facets import NONE, Facet
from app.backoffice.lists.kinds import KINDS
from app.backoffice.lists.lots import labels_of_lot
from app.backoffice.lists.queries import Asked, award_rules, conditions
from app.core.actor import Actor
from app.core.database.base import db
from traceability.scans.store import scan_store

ROWS, LABELS, SCANS = "rows", "labels", "scans"
"""What is counted: rows, or of lots the labels printed and the scans."""
Key = tuple[str, str]
Values = list[tuple[str, Sequence[Any]]]
"""The values of a group, each with what else its keys hold."""


@dataclass(slots=True)
class Totals:
    """rows, columns: value of their facet -> number. texts: (facet, value) -> what else the keys hold, as `Facet.text`
    wants it. A row with several values stands once in each of its totals, and once in `total`.
    """

    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    total: int = 0
    texts: dict[Key, Sequence[Any]] = field(default_factory=dict)


class Count:
    """The rows asked of a list, counted by the facet `rows`, and by `columns` where there are any. There may be 100,000
    values of a facet: totals come first, then the cells of those that are shown.
    """

    def __init__(
        self, kind: str, actor: Actor, asked: Asked, rows: str, columns: str = "", *, measure: str = ROWS
    ) -> None:
        self.kind, self.asked, self.rows, self.columns = kind, asked, rows, columns
        self._which, self._measure = KINDS[kind], measure
        self._rule = conditions(self._which, actor, asked)
        self.of_award = [name for name in (rows, columns) if name and self._which.facets[name].of_award]
        self._scans: dict[int, int] | None = None
        self._sums = bool(columns) and not self.of_award and not self._which.facets[rows].by_number
        self._cells: dict[Key, int] | None = None

    def totals(self) -> Totals:
        """One statement; one more for columns, and one for the whole where a row may have several values. Sums of the
        cells where each row stands in one of them, and there are not too many.
        """
        found = Totals()
        if self._sums:
            return self._summed(found)
        for name, numbers in ((self.rows, found.rows), (self.columns, found.columns)):
            for values, number in self._groups([name] if name else None):
                value, more = values[0]
                numbers[value] = numbers.get(value, 0) + number
                found.texts[(name, value)] = more
        found.total = sum(found.rows.values())
        if self.of_award:
            found.total = sum(number for _values, number in self._groups([]))
        return found

    def cells(self, values: Collection[str] | None) -> dict[Key, int]:
        """(value of the rows' facet, of the columns') -> number, for these values of the rows' or for all: one
        statement.
        """
        found: dict[Key, int] = {}
        if not self.columns:
            return found
        if self._cells is not None:
            return self._cells
        for ((row, _), (column, _)), number in self._groups([self.rows, self.columns], values):
            found[(row, column)] = found.get((row, column), 0) + number
        return found

    def _summed(self, found: Totals) -> Totals:
        self._cells = {}
        for held, number in self._groups([self.rows, self.columns]):
            (row, row_more), (column, column_more) = held
            self._cells[(row, column)] = self._cells.get((row, column), 0) + number
            found.rows[row] = found.rows.get(row, 0) + number
            found.columns[column] = found.columns.get(column, 0) + number
            found.texts |= {(self.rows, row): row_more, (self.columns, column): column_more}
        found.total = sum(found.rows.values())
        return found

    def _groups(
        self, names: list[str] | None, values: Collection[str] | None = None
    ) -> Iterator[tuple[Values, int]]:
        """Each group of the facets of these names with its number; none for no facets at all. values: of the first
        facet, where not all are counted.
        """
        if names is None or (values is not None and not values):
            return
        facets = [self._which.facets[name] for name in names]
        keys = [list(facet.keys()) if facet.keys is not None else [] for facet in facets]
        whole, columns = self._counted(keys, facets[0] if values is not None else None, values or ())
        for row, number in self._numbers(whole, columns):
            if number:
                yield list(_values(row, facets, keys)), number

    def _counted(
        self, keys: list[list[Any]], first: Facet | None, values: Collection[str]
    ) -> tuple[CTE, list[Any]]:
        """The rows to count, and their columns to count by. A row is told apart by its recognitions where one facet is
        about them.
        """
        which = self._which
        columns = [
            key.label(f"key_{at}_{part}") for at, some in enumerate(keys) for part, key in enumerate(some)
        ]
        query = which.rows.with_only_columns(which.key.label("row_id"), *columns).where(*self._rule)
        if self.of_award and which.with_awards is not None:
            query = which.with_awards(query).where(*award_rules(which, self.asked))
        if first is not None:
            query = query.where(or_(*(first.holds(value) for value in values)))
        if self._measure == LABELS:
            query = query.add_columns(labels_of_lot().label("labels"))
        whole = query.cte("asked").prefix_with(
            "MATERIALIZED"
        )  # a key that is a statement is asked once a row
        return whole, [whole.c[column.name] for column in columns]

    def _numbers(self, whole: CTE, columns: list[Any]) -> Iterator[tuple[Sequence[Any], int]]:
        if self._measure == SCANS:
            rows = db.session.execute(select(whole.c.row_id, *columns)).all()
            if self._scans is None:  # what is counted first is all there is
                self._scans = scan_store().count_by_lot([row.row_id for row in rows])
            for row in rows:
                yield row[1:], self._scans.get(row.row_id, 0)
            return
        number: Any = func.count(whole.c.row_id.distinct()) if self.of_award else func.count()
        if self._measure == LABELS:
            number = func.coalesce(func.sum(whole.c.labels), 0)
        for row in db.session.execute(select(*columns, number).select_from(whole).group_by(*columns)):
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
