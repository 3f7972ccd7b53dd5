"""The database part of an archive under PostgreSQL: every table as JSON lines, read in one snapshot."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, func, select, text

import app.models  # noqa: F401  # fills the metadata
from app.core.db import Base

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


def load_tables(url: str, folder: Path) -> None:
    """Make the tables of the newest revision and fill them; sequences go on after the highest key."""
    from app.migrations.run import upgrade  # noqa: PLC0415  # pulls Alembic

    upgrade(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # tables that point at themselves
        for table in Base.metadata.sorted_tables:
            connection.execute(text(f'TRUNCATE "{table.name}" CASCADE'))
        for path in sorted(folder.glob("*.jsonl")):
            _load(connection, Base.metadata.tables[path.stem.partition("-")[2]], path)
        connection.execute(text("SET session_replication_role = DEFAULT"))
    engine.dispose()


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Rows as PostgreSQL itself writes them into JSON, so that every type comes back through a cast."""
    query = text(f'SELECT row_to_json(t) FROM "{table.name}" t')  # noqa: S608  # the name is our own
    for (row,) in connection.execution_options(stream_results=True).execute(query):
        yield row


def _load(connection: Connection, table: Table, path: Path) -> None:
    name = f'"{table.name}"'
    query = text(f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, :rows)")  # noqa: S608  # as above
    with path.open(encoding="utf-8") as handle:
        batch: list[str] = []
        for line in handle:
            batch.append(line)
            if len(batch) >= _BATCH:
                connection.execute(query, {"rows": f"[{','.join(batch)}]"})
                batch.clear()
        if batch:
            connection.execute(query, {"rows": f"[{','.join(batch)}]"})
    key = next((c for c in table.primary_key.columns if c.autoincrement and c.type.python_type is int), None)
    if key is not None:
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        top = select(func.max(key)).scalar_subquery()
        connection.execute(select(func.setval(sequence, func.coalesce(top, 1), top.is_not(None))))
