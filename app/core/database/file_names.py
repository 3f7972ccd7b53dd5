"""Which stored files something still names: a file is stored once, however many rows hold it."""

from collections.abc import Collection

from sqlalchemy import JSON, Column, Select, String, Table, cast, or_, select

from app.core.database.base import Base, db

_HOLDERS = frozenset({"renditions", "result", "files"})
"""Columns of JSON that hold names of files. Registers of acts name them too, and keep none."""
_GONE = "deleted_at"
"""A row with this moment holds its file no more."""


def names_kept(names: Collection[str]) -> set[str]:
    """Those of some names that any row holds."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            missing = set(names) - found
            if missing:
                found.update(_in_column(table, column, missing))
    return found


def _in_column(table: Table, column: Column[str], names: set[str]) -> set[str]:
    if isinstance(column.type, JSON):
        return _in_json(table, column, names) if column.name in _HOLDERS else set()
    is_name = column.name == "file" or column.name.endswith("_file")
    if not is_name or not isinstance(column.type, String):
        return set()
    return set(db.session.scalars(_still(table, select(column).where(column.in_(names)))))


def _in_json(table: Table, column: Column[str], names: set[str]) -> set[str]:
    held = cast(column, String)
    query = _still(table, select(held).where(or_(*(held.contains(name) for name in names))))
    rows = list(db.session.scalars(query))
    return {name for name in names if any(name in row for row in rows)}


def _still(table: Table, query: Select[str]) -> Select[str]:
    """Only rows that hold their file."""
    return query.where(table.c[_GONE].is_(None)) if _GONE in table.c else query
