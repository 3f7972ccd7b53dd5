"""The database part of an older archive under PostgreSQL: every table as JSON lines. Nothing writes them any more."""

from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text

_BATCH = 500


def load_tables(url: str, folder: Path, revision: str) -> None:
    """Make the tables as they were at the revision of the dump and fill them; the caller migrates on from there."""
    from app.migrations.run import upgrade  # noqa: PLC0415  # pulls Alembic

    upgrade(url, revision)
    engine = create_engine(url, hide_parameters=True)
    with engine.begin() as connection:
        inspector = inspect(connection)
        for path in sorted(folder.glob("*.jsonl")):
            name = path.stem.partition("-")[2]
            keys = inspector.get_foreign_keys(name)
            whole = any(key["referred_table"] == name for key in keys)
            _load(connection, name, path, whole=whole)
            if any(column["name"] == "id" for column in inspector.get_columns(name)):
                _set_sequence(connection, name)
    engine.dispose()


def _load(connection: Connection, name: str, path: Path, *, whole: bool) -> None:
    """Insert the rows of a file. whole: with one statement, for a table that points at itself: the database checks
    foreign keys at the end of each.
    """
    query = text(f'INSERT INTO "{name}" SELECT * FROM json_populate_recordset(NULL::"{name}", :rows)')  # noqa: S608  # as above
    with path.open(encoding="utf-8") as handle:
        while lines := list(handle if whole else islice(handle, _BATCH)):
            connection.execute(query, {"rows": f"[{','.join(lines)}]"})


def _set_sequence(connection: Connection, name: str) -> None:
    """Let the keys go on after the highest one."""
    table = f'"{name}"'
    sequence = f"pg_get_serial_sequence('{table}', 'id')"
    query = text(f"SELECT setval({sequence}, max(id)) FROM {table} HAVING max(id) > 0")  # noqa: S608  # as above
    connection.execute(query)
