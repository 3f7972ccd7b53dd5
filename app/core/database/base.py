"""The typed base, column types, and the SQLite settings that durability depends on."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as BoundSession
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    FromClause,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    event,
    insert,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MS = 5_000
WRITE_OPTION = "tieubieu_write"
"""Of a connection that will write: for how many milliseconds it waits for writers that know no file lock."""
_WAITS = "tieubieu_waits"
"""In `Connection.info`: for how long this one waits, where that was set since it was opened."""


BIG = BigInteger().with_variant(Integer, "sqlite")
"""Sums of money in đồng: beyond 32 bits, which SQLite does not ask about."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal kept as its text, so that no engine turns it into a binary float."""

    impl = String(40)
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """The declarative base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime,
            Decimal: ExactDecimal,
            dict[str, Any]: JSON,
            list[Any]: JSON,
        },
    )


class HasId:
    """An internal surrogate key; what the public sees is a code or a slug."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)


STANDBY = "tieubieu_standby"
"""In `Session.info`: the engine that a session reads from instead, until it writes (`app.core.database.standby`)."""


class RoutedSession(BoundSession):
    """Reads from a standby once it was allowed to."""

    def close(self) -> None:
        """Nothing is left to undo on a server that has gone, and an answer that is made already does not fail by it."""
        try:
            super().close()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            self.invalidate()

    def get_bind(self, *args: Any, **more: Any) -> Any:
        engine = self.info.get(STANDBY)
        return engine if engine is not None else super().get_bind(*args, **more)


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": RoutedSession})


POOL = 20
"""Connections that threads may keep: those that answer, the runner and the writer of scans."""
POOL_WAIT = 5.0
_OF_THE_SERVER = {
    "lock_timeout": BUSY_MS,
    "tcp_user_timeout": BUSY_MS,
    "tcp_keepalives_idle": 3,
    "tcp_keepalives_interval": 1,
    "tcp_keepalives_count": 3,
}
POSTGRES = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3_000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": " ".join(f"-c {name}={value}" for name, value in _OF_THE_SERVER.items()),
}
"""Time limits for a server that does not answer and for a lock held by others. The server asks for signs of life too:
what a machine that is cut off has locked is free again after six seconds, not after hours. A request that meets such a
cut on a connection that was open, then with each of two servers, is refused after seven seconds.
"""


def engine_options(url: str) -> dict[str, Any]:
    """How the engine keeps connections. The one given back last is taken first: its page cache is warm, and the
    others have none. What goes wrong with a statement is told without its values, which are of persons.
    """
    hidden = {"hide_parameters": True}
    if url.endswith((":memory:", "sqlite://")):
        return hidden
    sizes = {"pool_size": POOL, "max_overflow": POOL, "pool_timeout": POOL_WAIT, "pool_use_lifo": True}
    pool = hidden | sizes
    if url.startswith("sqlite"):
        return pool
    return pool | {"pool_pre_ping": True, "connect_args": dict(POSTGRES)}


def prepare_engine(engine: Engine) -> None:
    """Set the SQLite pragmas and take over transaction control from the driver. Does nothing elsewhere."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin on its own; _begin does
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "temp_store=MEMORY",
        "cache_size=-700",  # of each connection, in kB: the system keeps the file in memory already
        "cache_spill=1000",  # but so many pages that are changed wait for the end of their transaction
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    wait = connection.get_execution_options().get(WRITE_OPTION)
    if wait is None:
        connection.exec_driver_sql("BEGIN")
        return
    if connection.info.get(_WAITS, BUSY_MS) != wait:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={wait:d}")
        connection.info[_WAITS] = wait
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def insert_plain(
    connection: Connection,
    table: FromClause,
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    ending: str = "",
) -> None:
    """Insert rows of values in the order of the named columns, bypassing SQLAlchemy's work on each row.

    For many small rows: no defaults, and only columns with a conversion of their own, as times, are
    converted. Under SQLite many rows go in a statement, and other threads run meanwhile. names: in the order of
    the table. ending: such as ON CONFLICT DO NOTHING.
    """
    if not rows:
        return
    statement, binders = _plan(cast("Table", table), tuple(names), connection.dialect)
    rows = _converted(rows, binders)
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(statement + ending, [dict(zip(names, row, strict=True)) for row in rows])
        return
    one_more = f", ({', '.join('?' * len(names))})"
    many = _SQLITE_VALUES // len(names)
    for start in range(0, len(rows), many):
        some = rows[start : start + many]
        values = tuple(chain.from_iterable(some))
        connection.exec_driver_sql(statement + one_more * (len(some) - 1) + ending, values)


_TWO = [f"{number:02}" for number in range(60)]
_SQLITE_VALUES = 999
"""What a statement of any SQLite takes."""
Binder = Callable[[Any], Any]


@lru_cache(maxsize=64)
def _plan(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, list[Binder | None]]:
    """The statement for one row, and what converts the value of each column. Raises ValueError for another order than
    the table's: SQLAlchemy writes the columns in that one.
    """
    if names != tuple(column.name for column in table.columns if column.name in names):
        raise ValueError(f"columns of {table.name} in another order than the table's, or unknown")
    statement = insert(table).compile(dialect=dialect, column_keys=list(names))
    return str(statement), [_binder(table.columns[name].type, dialect) for name in names]


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> Binder | None:
    """What turns a value of a type into what the driver takes; None for a value that it takes as it is."""
    if isinstance(kind, UtcDateTime) and dialect.name == "sqlite":
        return _sqlite_time
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _bound(values: Iterable[Any], bind: Binder) -> list[Any]:
    """What binds each; that which stands below itself, as the time of all rows, is bound once."""
    found: list[Any] = []
    last: Any = object()
    bound: Any = None
    for value in values:
        if value is not last:
            last, bound = value, bind(value)
        found.append(bound)
    return found


def _sqlite_time(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it, in a quarter of the time."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("naive datetime")
    value = value.astimezone(UTC)
    day = f"{value.year:04}-{_TWO[value.month]}-{_TWO[value.day]}"
    return f"{day} {_TWO[value.hour]}:{_TWO[value.minute]}:{_TWO[value.second]}.{value.microsecond:06}"


def _converted(
    rows: Sequence[tuple[Any, ...]], binders: Sequence[Binder | None]
) -> Sequence[tuple[Any, ...]]:
    if not any(binders):
        return rows
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, bind in enumerate(binders):
        if bind is not None:
            columns[place] = _bound(columns[place], bind)
    return list(zip(*columns, strict=True))
