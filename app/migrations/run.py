"""Migrations as functions: up, down, and whether models have moved on."""

import re
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from app.core.database.base import Base
from app.migrations.state import changing

FOLDER = Path(__file__).resolve().parent


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to a revision. One process at a time, all or nothing."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Bring the database at `url` down to a revision (`base` empties it)."""
    _run(url, lambda config: command.downgrade(config, revision))


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


def _run(url: str, act: Any) -> None:
    with changing(url) as connection:
        config = _config()
        config.attributes["connection"] = connection
        act(config)
