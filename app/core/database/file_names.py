"""Which stored files something still names: a file is stored once, however many rows hold it."""

import re
from collections.abc import Collection

from sqlalchemy import JSON, Column, Select, String, Table, cast, or_, select

from app.core.database.base import Base, db

_HOLDERS = frozenset({"renditions", "result", "files"})
"""Columns of JSON that hold names of files. Registers of acts name them too, and keep none."""
_NAME = re.compile(r"\b[0-9a-f]{64}\.[a-z0-9]{1,8}\b")
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


def all_names() -> set[str]:
    """Every stored file that a row holds."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if _holds_many(column) or _holds_one(column):
                held = cast(column, String)
                for text in db.session.scalars(_still(table, select(held).where(held.is_not(None)))):
                    found.update(_NAME.findall(text))
    return found


def _in_column(table: Table, column: Column[str], names: set[str]) -> set[str]:
    if _holds_many(column):
        return _in_json(table, column, names)
    if not _holds_one(column):
        return set()
    return set(db.session.scalars(_still(table, select(column).where(column.in_(names)))))


def _holds_many(column: Column[str]) -> bool:
    return isinstance(column.type, JSON) and column.name in _HOLDERS


def _holds_one(column: Column[str]) -> bool:
    is_name = column.name == "file" or column.name.endswith("_file")
    return is_name and isinstance(column.type, String)


def _in_json(table: Table, column: Column[str], names: set[str]) -> set[str]:
    held = cast(column, String)
    query = _still(table, select(held).where(or_(*(held.contains(name) for name in names))))
    rows = list(db.session.scalars(query))
    return {name for name in names if any(name in row for row in rows)}


def _still(table: Table, query: Select[str]) -> Select[str]:
    """Only rows that hold their file."""
    return query.where(table.c[_GONE].is_(None)) if _GONE in table.c else query
