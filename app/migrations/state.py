"""At which revision a database is, which the program has, and how one becomes the other. Alembic is loaded only where
a migration runs: most starts find nothing to migrate.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.exc import DBAPIError

from app.core.database.base import Base

VERSIONS = Path(__file__).resolve().parent / "versions"
TABLE = "alembic_version"
LOCK = 7_316_004_512
"""The advisory lock of PostgreSQL that whoever migrates holds."""
WAIT_MS = 60_000
"""How long a second starter waits for the first."""
_NAMES = re.compile(r"^(revision|down_revision) *= *(?:['\"](\w+)['\"]|None)", re.MULTILINE)


def revisions() -> list[str]:
    """All revisions of the program, the newest first. Raises RuntimeError where they are no single line."""
    before: dict[str, str | None] = {}
    for path in VERSIONS.glob("*.py"):
        names = {name: value or None for name, value in _NAMES.findall(path.read_text("utf-8"))}
        before[str(names["revision"])] = names["down_revision"]
    newest: str | None = next(iter(before.keys() - set(before.values())), None)
    line = []
    while newest is not None and newest not in line:
        line.append(newest)
        newest = before[newest]
    if len(line) != len(before):
        raise RuntimeError("the revisions of the program are not one line")
    return line


def current(url: str) -> str | None:
    """The revision of the database, None while it has none."""
    engine = create_engine(url, hide_parameters=True)
    try:
        with engine.connect() as connection:
            return revision_of(connection)
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """The revision of a connected database, None while it has none."""
    if not inspect(connection).has_table(TABLE):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {TABLE}").scalar()  # noqa: S608  # a constant
    return None if found is None else str(found)


def bring_up(url: str) -> None:
    """Bring the database at `url` to the newest revision: an empty one of SQLite gets the tables of the models at once,
    any other the migrations it lacks. One process at a time, all or nothing.
    """
    newest = revisions()[0]
    if current(url) != newest and not (url.startswith("sqlite") and _make_tables(url, newest)):
        from app.migrations.run import upgrade  # noqa: PLC0415  # pulls Alembic

        upgrade(url)


def _make_tables(url: str, revision: str) -> bool:
    """Whether the database had no table and got all. That they are those of the migrations is held by a test."""
    import app.models  # noqa: F401, PLC0415  # fills the metadata

    with changing(url) as connection:
        if inspect(connection).get_table_names():
            return False
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(
            f"CREATE TABLE {TABLE} (version_num VARCHAR(32) NOT NULL,\n"
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql(f"INSERT INTO {TABLE} VALUES (?)", (revision,))  # noqa: S608  # as above
    return True


@contextmanager
def changing(url: str) -> Iterator[Connection]:
    """A connection in one transaction for all revisions and their version rows: a start that is killed leaves what was
    there before. It begins with the lock of all writers (SQLite) or a lock of its own (PostgreSQL), so a second starter
    waits.
    """
    engine = create_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            _prepare_sqlite(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "BEGIN")
        try:
            hold_start_lock(connection)
            yield connection
            if sqlite:
                _refuse_broken_keys(connection)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            with suppress(DBAPIError):  # the connection itself may be gone
                connection.exec_driver_sql("ROLLBACK")
            raise
    engine.dispose()


def hold_start_lock(connection: Connection) -> None:
    """PostgreSQL: let one starter at a time fill what a new database needs, until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _prepare_sqlite(connection: Connection) -> None:
    """A batch rebuild drops the old table: with foreign keys on, its children would go too."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT_MS}")
    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")


def _refuse_broken_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"foreign keys broken after migration: {broken[:5]}")
