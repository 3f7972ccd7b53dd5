"""Prepared reads for the hottest pages: a Core statement compiled once, rows without the overhead of a
session.

Under SQLite the driver is asked directly, on a connection of the thread's own that can only read: to open a
session for a few small rows takes longer than to find them. Elsewhere, and inside a transaction, the
session's connection is asked. All give the same rows.
"""

import json
import sqlite3
import threading
from collections import namedtuple
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, overload
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, BindParameter, CompoundSelect, Connection, Engine, Select, bindparam, event
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.types import TypeEngine

from app.core.database.base import db

Source = Connection | sqlite3.Connection
Value = Callable[[Any], Any]

_held: WeakKeyDictionary[Engine, threading.local] = WeakKeyDictionary()
_SQLITE = sqlite_dialect()
_KEPT = 800
"""kB that a connection keeps of its file: a page of a large catalogue walks over up to 600, and again next time."""
_decode = json.JSONDecoder().raw_decode


class Reader(sqlite3.Connection):
    """A thread's own connection, which only reads. It keeps what `Prepared.lasting` read."""

    lasting: dict["Prepared", tuple[int, Sequence[Any]]]


@contextmanager
def reading() -> Iterator[Source]:
    """What prepared statements are asked of. All of them in one block see the same moment."""
    session = db.session
    if session.registry.has() and session().in_transaction():
        yield session.connection()
        return
    own = _own_connection(db.engine)
    if own is None:
        yield session.connection()
        return
    own.execute("BEGIN")
    try:
        yield own
    finally:
        own.execute("ROLLBACK")


def ask(engine: Engine, statement: "Prepared", **params: Any) -> Sequence[Any]:
    """All rows of one statement from a database beside the main one."""
    own = _own_connection(engine)
    if own is not None:
        return statement.all(own, **params)
    with engine.connect() as connection:
        return statement.all(connection, **params)


def _own_connection(engine: Engine) -> Reader | None:
    """The thread's reading connection to a SQLite file; None for any other database."""
    held = _held.get(engine)
    if held is None:
        held = _held[engine] = threading.local()
        event.listen(engine, "engine_disposed", _let_go)
    found: Reader | None = getattr(held, "connection", None)
    if found is None:
        path = engine.url.database if engine.dialect.name == "sqlite" else None
        if not path or path == ":memory:":
            return None
        found = Reader(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        found.lasting = {}
        found.execute(f"PRAGMA cache_size=-{_KEPT}")
        held.connection = found
    return found


def _let_go(engine: Engine) -> None:
    """An engine that lets its connections go is about to meet another file."""
    _held[engine] = threading.local()


class Found(Sequence[Any]):
    """Rows that are made when somebody looks at them; what is kept under them asks for their `key` alone."""

    __slots__ = ("_make", "_raw", "_rows")

    def __init__(self, raw: Sequence[Any], make: Callable[[Any], Any]) -> None:
        self._raw, self._make = raw, make
        self._rows: list[Any] | None = None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Every value of every row, so that rows with the same key say the same."""
        return tuple([row if type(row) is tuple else tuple(map(_hashable, row)) for row in self._raw])

    def __len__(self) -> int:
        return len(self._raw)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self._made()[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._made())

    def _made(self) -> list[Any]:
        if self._rows is None:
            self._rows = [self._make(row) for row in self._raw]
        return self._rows


def _hashable(value: Any) -> Hashable:
    """A value of a driver that reads documents by itself."""
    return json.dumps(value) if isinstance(value, dict | list) else value


class Prepared:
    """A statement whose parameters are `bindparam`s. Column names must differ."""

    def __init__(self, statement: Select[Any] | CompoundSelect[Any]) -> None:
        self._statement = statement
        self._ready: tuple[str, list[str], dict[str, Any], list[tuple[int, Value]], Any] | None = None
        self._given: dict[str, Value] = {}

    def all(self, source: Source, **params: Any) -> Sequence[Any]:
        """All rows, with columns as attributes. source: what `reading()` gives, or a connection."""
        found, is_made = self._ask(source, params)
        if is_made:
            return found
        _, _, _, values, make = self._known()
        rows = []
        for row in found:
            fields = list(row)
            for index, value in values:
                if fields[index] is not None:
                    fields[index] = value(fields[index])
            rows.append(make(fields))
        return rows

    def raw(self, source: Source, **params: Any) -> Sequence[Any]:
        """All rows as the driver gives them, from which `row` makes what `all` gives. For what is kept under its row,
        and so is seldom made.
        """
        return self._ask(source, params)[0]

    def lasting(self, source: Source) -> Sequence[Any]:
        """All rows of a statement without parameters, about what seldom changes: under SQLite they are read again when
        anybody has written anything, which the database tells in a thirtieth of the time.
        """
        if not isinstance(source, Reader):
            return self.all(source)
        (version,) = source.execute("PRAGMA data_version").fetchone()
        known = source.lasting.get(self)
        if known is None or known[0] != version:
            known = source.lasting[self] = version, self.all(source)
        return known[1]

    def found(self, source: Source, **params: Any) -> Found:
        """All rows, made from what the driver gives when somebody looks at them."""
        return Found(self._ask(source, params)[0], self.row)

    def row(self, raw: Any) -> Any:
        """A row with columns as attributes, of one that `raw` gave."""
        if type(raw) is not tuple:
            return raw
        _, _, _, values, make = self._known()
        fields = list(raw)
        for index, value in values:
            if fields[index] is not None:
                fields[index] = value(fields[index])
        return make(fields)

    def _ask(self, source: Source, params: dict[str, Any]) -> tuple[Sequence[Any], bool]:
        """What the driver gives, and whether these are rows with attributes already."""
        driver: Any = source
        if isinstance(source, Connection):
            if source.dialect.name != "sqlite":
                return source.execute(self._statement, params).all(), True
            driver = source.connection.dbapi_connection
        sql, order, constants, _, _ = self._known()
        for name in self._given.keys() & params.keys():
            if not isinstance(params[name], str):  # a text is what the driver takes already
                params[name] = self._given[name](params[name])
        given = constants | params
        return driver.execute(sql, [given[name] for name in order]).fetchall(), False

    def _known(self) -> tuple[str, list[str], dict[str, Any], list[tuple[int, Value]], Any]:
        if self._ready is None:
            self._ready = self._prepare()
        return self._ready

    def _prepare(self) -> tuple[str, list[str], dict[str, Any], list[tuple[int, Value]], Any]:
        compiled = self._statement.compile(dialect=_SQLITE)
        columns = list(self._statement.selected_columns)
        values: list[tuple[int, Value]] = [
            (index, value)
            for index, column in enumerate(columns)
            if (value := _value_of(column.type)) is not None
        ]
        names = [str(column.key) for column in columns]
        row_class: Any = namedtuple("Row", names)  # type: ignore[misc]  # noqa: PYI024  # known when it runs
        make: Any = partial(tuple.__new__, row_class)  # what its `_make` does, without a call in between
        given: Any = compiled
        self._given = {
            name: value
            for name, bound in given.binds.items()
            if (value := bound.type.dialect_impl(_SQLITE).bind_processor(_SQLITE)) is not None
        }
        constants = {
            name: self._given[name](value) if name in self._given else value
            for name, value in compiled.params.items()
            if value is not None
        }
        return str(compiled), list(given.positiontup or ()), constants, values, make


class PreparedMany:
    """A statement about several keys, prepared for so many at a time; fewer are filled up with the last one.

    make: the statement for a list of parameters, to stand in an IN.
    """

    SIZES = (1, 8, 24, 50, 100, 200)

    def __init__(self, make: Callable[[list[BindParameter[Any]]], Select[Any]]) -> None:
        self._make = make
        self._prepared: dict[int, Prepared] = {}

    def all(self, source: Source, keys: Sequence[Any], **params: Any) -> list[Any]:
        """The rows of all keys; one statement for up to 200 of them, none for none."""
        rows: list[Any] = []
        for prepared, named in self._in_parts(keys):
            rows += prepared.all(source, **params, **named)
        return rows

    def raw(self, source: Source, keys: Sequence[Any], **params: Any) -> list[Any]:
        """As `all`, as the driver gives them."""
        rows: list[Any] = []
        for prepared, named in self._in_parts(keys):
            rows += prepared.raw(source, **params, **named)
        return rows

    def row(self, raw: Any) -> Any:
        """As `Prepared.row`."""
        return self._for(self.SIZES[0]).row(raw)

    def _in_parts(self, keys: Sequence[Any]) -> Iterator[tuple[Prepared, dict[str, Any]]]:
        most = self.SIZES[-1]
        for start in range(0, len(keys), most):
            part = keys[start : start + most]
            size = next(size for size in self.SIZES if size >= len(part))
            filled = [*part, *[part[-1]] * (size - len(part))]
            yield self._for(size), {f"key_{number}": key for number, key in enumerate(filled)}

    def _for(self, size: int) -> Prepared:
        prepared = self._prepared.get(size)
        if prepared is None:
            names: list[BindParameter[Any]] = [bindparam(f"key_{number}") for number in range(size)]
            prepared = self._prepared[size] = Prepared(self._make(names))
        return prepared


def labelled(table: Any, prefix: str, *names: str) -> list[Any]:
    """Columns of a table under names that begin with a prefix, so that those of several tables differ."""
    return [table.c[name].label(prefix + name) for name in names]


def _value_of(kind: TypeEngine[Any]) -> Value | None:
    """The conversion of a driver's value, never None, to the column's value; None if they are the same."""
    plain = kind.dialect_impl(_SQLITE)
    return _document if isinstance(plain, JSON) else plain.result_processor(_SQLITE, None)


def _document(text: Any) -> Any:
    """A document in one step, where SQLAlchemy's way has five."""
    return _decode(text)[0] if isinstance(text, str) else text
