"""The database part of an archive under PostgreSQL: every table as JSON lines, read in one snapshot."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, inspect, text

import app.models  # noqa: F401  # fills the metadata
from app.core.database.base import Base

_BATCH = 500


def dump_tables(url: str, folder: Path) -> list[tuple[str, Path]]:
    """One file a table, in the order in which they can be loaded: (archive name, path)."""
    folder.mkdir(parents=True)
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    found: list[tuple[str, Path]] = []
    with engine.connect() as connection:
        for number, table in enumerate(Base.metadata.sorted_tables):
            path = folder / f"{number:03d}-{table.name}.jsonl"
            with path.open("w", encoding="utf-8") as handle:
                for row in _rows(connection, table):
                    handle.write(json.dumps(row, ensure_ascii=False) + "\n")
            found.append((f"{folder.name}/{path.name}", path))
    engine.dispose()
    return found


def set_schema_aside(url: str, name: str) -> None:
    """Rename the schema that is in use and make an empty one."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f'ALTER SCHEMA public RENAME TO "{name}"'))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def load_tables(url: str, folder: Path, revision: str) -> None:
    """Make the tables as they were at the revision of the dump and fill them; the caller migrates on from there."""
    from app.migrations.run import upgrade  # noqa: PLC0415  # pulls Alembic

    upgrade(url, revision)
    engine = create_engine(url)
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


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Rows as PostgreSQL itself writes them into JSON, so that every type comes back through a cast."""
    query = text(f'SELECT row_to_json(t) FROM "{table.name}" t')  # noqa: S608  # the name is our own
    for (row,) in connection.execution_options(stream_results=True).execute(query):
        yield row


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
