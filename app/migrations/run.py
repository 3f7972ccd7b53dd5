"""Migrations as functions: up, down, where we are, where the head is, and whether models have moved on."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from app.core.database.base import Base

FOLDER = Path(__file__).resolve().parent
LOCK = 7_316_004_512
"""The advisory lock of PostgreSQL that whoever migrates holds."""
WAIT_MS = 60_000
"""How long a second starter waits for the first."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to a revision. One process at a time, all or nothing."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Bring the database at `url` down to a revision (`base` empties it)."""
    _run(url, lambda config: command.downgrade(config, revision))


def current(url: str) -> str | None:
    """The revision of the database, None while it has none."""
    engine = create_engine(url, hide_parameters=True)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return found


def stamp(connection: Connection) -> None:
    """Note that a database has all that the newest revision makes; for one whose tables were made from the models."""
    MigrationContext.configure(connection).stamp(ScriptDirectory.from_config(_config()), "head")


def head() -> str | None:
    """The newest revision of the program."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revisions() -> list[str]:
    """All revisions of the program, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def differences(url: str) -> list[Any]:
    """What the models have that the database at `url` has not, and the other way round."""
    import app.models  # noqa: F401, PLC0415  # fills the metadata

    engine = create_engine(url, hide_parameters=True)
    with engine.connect() as connection:
        found = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours}),
            Base.metadata,
        )
    engine.dispose()
    return list(found)


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a name of the database is compared with the models: tables of single days come and go by themselves."""
    return kind != "table" or _DAY_TABLE.fullmatch(name or "") is None


_DAY_TABLE = re.compile(r"scan_(\d{8}|other)")


def grant(url: str, role: str) -> None:
    """PostgreSQL: give the role of the server its rights on every table; ValueError for another database."""
    import app.models  # noqa: F401, PLC0415  # fills the metadata
    from app.core.audit import grant_statements  # noqa: PLC0415  # as above

    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name != "postgresql":
        raise ValueError("rights are given in PostgreSQL alone")
    quoted = engine.dialect.identifier_preparer.quote_identifier(role)
    with engine.begin() as connection:
        for statement in grant_statements(quoted):
            connection.exec_driver_sql(statement)
    engine.dispose()


def make_revision(url: str, message: str, revision_id: str) -> None:
    """Write a new migration file from the difference between models and database (for developers)."""
    _run(url, lambda config: command.revision(config, message, autogenerate=True, rev_id=revision_id))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def hold_start_lock(connection: Connection) -> None:
    """PostgreSQL: let one starter at a time fill what a new database needs, until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _run(url: str, act: Any) -> None:
    """All revisions in one transaction with their version rows: a start that is killed leaves what was there before.

    It begins with the lock of all writers (SQLite) or a lock of its own (PostgreSQL), so a second starter waits.
    """
    engine = create_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    config = _config()
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            _prepare_sqlite(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "BEGIN")
        try:
            hold_start_lock(connection)
            config.attributes["connection"] = connection
            act(config)
            if sqlite:
                _refuse_broken_keys(connection)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            with suppress(DBAPIError):  # the connection itself may be gone
                connection.exec_driver_sql("ROLLBACK")
            raise
    engine.dispose()


def _prepare_sqlite(connection: Connection) -> None:
    """A batch rebuild drops the old table: with foreign keys on, its children would go too."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT_MS}")
    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")


def _refuse_broken_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"foreign keys broken after migration: {broken[:5]}")
