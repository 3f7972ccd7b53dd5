"""Whether what a merge moved can go back as it was, and letting it go back.

`Merge.moved` is what `parts.move_rows` gives, with `old` and `new`: facts of the two entries as they were.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Table, delete, insert, select, tuple_, update

from app.core.database.base import Base, db
from catalog.merging.parts import FATES, STAYS, Moved, keys_at, pointing_columns, rest_of_key, table_of
from catalog.models import Merge

SIZE = 500
Ties = list[tuple[Column[Any], str]]
"""Columns of a table with the tables that they point at."""
Back = dict[str, set[int]]
"""Table -> the ids in it that go back."""


def ids_of(moved: Moved, place: str) -> list[int]:
    """The ids of the rows of one table that moved."""
    return [key[0] for key in moved.get("rows", {}).get(place, ())]


def changed_tables(merge: Merge) -> Iterator[str]:
    """Tables of whose rows some are no longer where the merge put them."""
    for column, keys in _moved_columns(merge):
        if FATES.get(column.table.name) is not None:
            continue  # a tie between two things: what was taken away since stays away
        if {tuple(key) for key in keys} - {tuple(key) for key in keys_at(column, merge.into_id)}:
            yield column.table.name


def crossing_tables(merge: Merge) -> Iterator[str]:
    """Tables with rows that would join what goes back with what stays: made since, or changed since."""
    if merge.kind != "facility":
        return
    back: Back = {
        column.table.name: {key[0] for key in keys}
        for column, keys in _moved_columns(merge)
        if column.table.name in _OWNED
    }
    owners = {column.table.name: column for column in pointing_columns("facility")}
    for name, ties in _tied_tables():
        own = owners.get(name)
        if _is_torn(ties, back) if own is None else _parts_company(own, ties, back, merge):
            yield name


def _tied_tables() -> Iterator[tuple[str, Ties]]:
    """Tables that point at something a facility owns, with the columns that do."""
    for name in sorted(Base.metadata.tables):
        keys = Base.metadata.tables[name].foreign_keys
        ties = [(key.parent, key.column.table.name) for key in keys if key.column.table.name in _OWNED]
        if ties and FATES.get(name) != STAYS and name not in _FREE:
            yield name, ties


_OWNED = frozenset({"product", "trademark", "certificate"})
_FREE = frozenset({"product_transfer"})
"""Tables whose rows name two facilities of their own accord."""


def _parts_company(own: Column[int], ties: Ties, back: Back, merge: Merge) -> bool:
    """Whether a row of the entry that stays holds something that goes back, or the other way round."""
    key = rest_of_key(own)
    kept = {tuple(row) for row in merge.moved.get("rows", {}).get(f"{own.table.name}.{own.name}", ())}
    query = select(*key, *(column for column, _name in ties)).where(own == merge.into_id)
    return any(
        _sides(row[len(key) :], ties, back) - {tuple(row[: len(key)]) in kept}
        for row in db.session.execute(query)
    )


def _is_torn(ties: Ties, back: Back) -> bool:
    """Whether a row without a facility ties what goes back to what stays."""
    if len(ties) == 1:
        return False
    columns = [column for column, _name in ties]
    return any(
        len(_sides(row, ties, back)) > 1
        for column, name in ties
        for some in _sizes(sorted(back.get(name, ())))
        for row in db.session.execute(select(*columns).where(column.in_(some)))
    )


def _sides(values: Sequence[Any], ties: Ties, back: Back) -> set[bool]:
    """Whether the things that a row names go back."""
    named = zip(values, ties, strict=True)
    return {value in back.get(name, ()) for value, (_column, name) in named if value is not None}


def return_rows(merge: Merge, *, but: Collection[str]) -> None:
    """Let every row that moved point at the old entry again, and write again what was left out. but: tables that the
    caller moves itself.
    """
    for column, keys in _moved_columns(merge):
        table, rest = table_of(column), rest_of_key(column)
        if table.name in but:
            continue
        for some in _sizes(keys):
            mine = (
                tuple_(*rest).in_([tuple(key) for key in some])
                if len(rest) > 1
                else rest[0].in_([k[0] for k in some])
            )
            db.session.execute(
                update(table).where(column == merge.into_id, mine).values({column: merge.from_id})
            )
    for name, rows in merge.moved.get("dropped", {}).items():
        table = Base.metadata.tables[name]
        for row in rows:
            db.session.execute(insert(table).values(_typed(table, row)))
    former = Base.metadata.tables.get("former_gtin")
    gtin = merge.moved["old"].get("gtin")
    if former is not None and gtin:
        db.session.execute(delete(former).where(former.c.gtin == gtin))


def _moved_columns(merge: Merge) -> Iterator[tuple[Column[int], list[list[Any]]]]:
    for place, keys in merge.moved.get("rows", {}).items():
        table, _, column = place.partition(".")
        yield Base.metadata.tables[table].c[column], keys


def _sizes(rows: list[Any]) -> Iterator[list[Any]]:
    return (rows[start : start + SIZE] for start in range(0, len(rows), SIZE))


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A kept row as its table takes it; a number of its own is given anew."""
    key = [column.name for column in table.primary_key.columns]
    return {
        name: _read(table.c[name], value)
        for name, value in row.items()
        if name in table.c and (len(key) > 1 or name not in key)
    }


_READERS: dict[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
}


def _read(column: Column[Any], value: Any) -> Any:
    """A value that JSON kept as text."""
    reader = _READERS.get(column.type.python_type)
    return reader(value) if reader is not None and isinstance(value, str) else value
