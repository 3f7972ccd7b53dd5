"""What hangs on a facility or product: every table that points at it, and what becomes of its rows in a merge.

The tables are found in the schema, so that none is forgotten; a test asks that each has its name and its fate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    UniqueConstraint,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from app.core.database.base import Base, db

STAYS, DROPPED, MOVES = "stays", "dropped", "moves"
FATES = {
    "epcis_event": STAYS,
    "epcis_number": STAYS,
    "epcis_term": STAYS,
    "facility_change": STAYS,
    "facility_invitation": STAYS,
    "imported_product": STAYS,
    "listing_change": STAYS,
    "membership": STAYS,
    "product_draft": STAYS,
    "product_import": STAYS,
    "product_picture": STAYS,
    "artisan_product": DROPPED,
    "booth_product": DROPPED,
    "diary_step": DROPPED,
    "product_certificate": DROPPED,
    "programme_proposal_product": DROPPED,
    "recall_contact": DROPPED,
    "showroom_product": DROPPED,
    "village_facility": DROPPED,
}
"""STAYS: with the old entry, as a record of it. DROPPED: moves, but not where the other has the same already. What is
not named here moves, and stands in the way where the other has the same already."""


@dataclass(frozen=True, slots=True)
class Touched:
    """How many rows of a table a merge touches. same: how many of them the other entry has already."""

    table: str
    number: int
    same: int

    @property
    def fate(self) -> str:
        return FATES.get(self.table, MOVES)

    @property
    def is_obstacle(self) -> bool:
        return self.fate == MOVES and self.same > 0


def pointing_columns(kind: str) -> list[Column[int]]:
    """Every column of the schema that points at the table, in a steady order."""
    return sorted(
        (key.parent for table in Base.metadata.tables.values() for key in table.foreign_keys if key.references(
            Base.metadata.tables[kind])),
        key=lambda column: (column.table.name, column.name),
    )  # fmt: skip


def list_touched(kind: str, from_id: int, into_id: int) -> list[Touched]:
    """What the merge touches, tables without a row left out: two statements a table with rows."""
    found: dict[str, Touched] = {}
    for column in pointing_columns(kind):
        table = table_of(column)
        number = db.session.scalar(select(func.count()).select_from(table).where(column == from_id)) or 0
        if not number:
            continue
        same = 0
        if FATES.get(table.name, MOVES) != STAYS:
            same = _count_same(column, from_id, into_id)
        before = found.get(table.name, Touched(table.name, 0, 0))
        found[table.name] = Touched(table.name, before.number + number, before.same + same)
    return list(found.values())


def _count_same(column: Column[int], from_id: int, into_id: int) -> int:
    twins = _twins(column, into_id)
    if twins is None:
        return 0
    rows = select(func.count()).select_from(table_of(column)).where(column == from_id, twins)
    return db.session.scalar(rows) or 0


Moved = dict[str, Any]
"""rows: "table.column" -> the rest of the primary key of each row that was let point at the other entry; dropped:
table -> whole rows that the other entry had the same of. A merge keeps it as data (`Merge.moved`)."""


def rest_of_key(column: Column[int]) -> list[Column[Any]]:
    """The primary key of the column's table without the column."""
    return [part for part in table_of(column).primary_key.columns if part is not column]


def keys_at(column: Column[int], entry_id: int) -> list[list[Any]]:
    """The rows that point at an entry, by the rest of their keys."""
    rest = rest_of_key(column)
    return [list(row) for row in db.session.execute(select(*rest).where(column == entry_id).order_by(*rest))]


def keys_of(table: str, column: str, entry_id: int) -> list[list[Any]]:
    """As `keys_at`, by names."""
    return keys_at(Base.metadata.tables[table].c[column], entry_id)


def move_rows(kind: str, from_id: int, into_id: int, *, but: Sequence[str] = ()) -> Moved:
    """Let every row point at the entry that stays; gives what moved. but: tables that the caller moves itself."""
    moved: Moved = {"rows": {}, "dropped": {}}
    for column in pointing_columns(kind):
        table = table_of(column)
        fate = FATES.get(table.name, MOVES)
        if fate == STAYS or table.name in but:
            continue
        twins = _twins(column, into_id)
        if fate == DROPPED and twins is not None:
            if rows := _plain_rows(table, column == from_id, twins):
                moved["dropped"][table.name] = rows
            db.session.execute(delete(table).where(column == from_id, twins))
        if keys := keys_at(column, from_id):
            moved["rows"][f"{table.name}.{column.name}"] = keys
        db.session.execute(update(table).where(column == from_id).values({column: into_id}))
    return moved


def _plain_rows(table: Table, *conditions: Any) -> list[dict[str, Any]]:
    """Whole rows as JSON can keep them."""
    return [
        {name: _plain(value) for name, value in row.items()}
        for row in db.session.execute(select(table).where(*conditions)).mappings()
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def table_of(column: Column[int]) -> Table:
    table = column.table
    assert isinstance(table, Table)
    return table


def _twins(column: Column[int], into_id: int) -> ColumnElement[bool] | None:
    """Whether the other entry has a row that a unique key holds for the same; None where no key says so."""
    table = table_of(column)
    keys = [list(part.columns) for part in table.constraints if isinstance(part, UniqueConstraint)]
    keys += [list(index.columns) for index in table.indexes if index.unique]
    keys.append(list(table.primary_key.columns))
    rules = []
    for key in keys:
        names = {part.name for part in key}
        if column.name not in names:
            continue
        other = table.alias()
        same = [other.c[name].is_not_distinct_from(table.c[name]) for name in sorted(names - {column.name})]
        rules.append(exists().where(other.c[column.name] == into_id, *same))
    return or_(*rules) if rules else None
