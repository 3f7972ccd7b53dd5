"""The statements that the database is asked, for tests of what something costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.core.database.base import db
from app.core.database.reading import reading


@contextmanager
def selections() -> Iterator[list[str]]:
    """What SQLite is asked for within, by every connection of the engine, with the values in place. Meanwhile the list
    may be emptied.
    """
    heard: list[str] = []

    def note(statement: str) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            heard.append(statement)

    def trace(raw: Any, *_rest: Any) -> None:
        raw.set_trace_callback(note)

    event.listen(db.engine, "checkout", trace)
    try:
        with reading() as source:
            source.set_trace_callback(note)
        yield heard
    finally:
        event.remove(db.engine, "checkout", trace)
        with reading() as source:
            source.set_trace_callback(None)


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
