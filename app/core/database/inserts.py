"""INSERT … ON CONFLICT, which each database has as its own statement."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_on_conflict(connection: Connection, table: Any) -> Any:
    """An INSERT into a table or a model that can pass over, or change, the row that is there."""
    return _INSERTS[connection.dialect.name](table)
