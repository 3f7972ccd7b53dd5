"""The statements that the database is asked, for tests of what something costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.core.database.base import db


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """(statement, parameters) of everything asked within, in order; heard no longer behind it, whatever happens."""
    heard: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        heard.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
