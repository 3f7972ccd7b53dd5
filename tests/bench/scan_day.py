"""A day of scans on PostgreSQL: how fast they are written, what they take, what it costs to be rid of them.

`python -m tests.bench.scan_day [SCANS]` (200,000 by default) starts a server of its own, adds lots and codes, writes
the scans of one day as several web processes would, and tells rows, bytes, and the time to drop the day beside that of
deleting the same rows. A figure for 10 million is what it would be in proportion.
"""

import json
import random
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, insert, text

from tests.conftest import make_settings
from tests.helpers.postgres import running_postgres

LOTS, CODES_A_LOT = 20, 1_000
WRITERS, BATCH = 2, 1_000
DAY_OF_ALL = 10_000_000
DAY = date(2025, 11, 20)
"""Long enough ago to be dropped."""


def measured(number: int) -> dict[str, Any]:
    from app import create_app
    from app.core.database.base import db
    from app.migrations.run import upgrade

    with running_postgres() as address, tempfile.TemporaryDirectory() as folder:
        upgrade(address)
        app = create_app(replace(make_settings(Path(folder)), database_url=address))
        with app.app_context():
            codes = _codes()
            seconds = _written(app, codes, number)
            found = _figures(number, seconds)
            db.session.remove()
            db.engine.dispose()
        return found


def _codes() -> list[str]:
    """Lots with their codes, as rows alone."""
    from app.core.database.transaction import transaction
    from catalog.units.services import sync_units
    from tests.factories import everything
    from traceability.models import TraceCode

    with transaction():
        sync_units()
    factory, now, codes = everything(), datetime.now(UTC), []
    for _ in range(LOTS):
        lot = factory.lot()
        rows = [
            {
                "code": f"S{random.getrandbits(95):019d}"[:20], "lot_id": lot.id, "kind": "item", "serial": "",
                "state": "issued", "created_at": now, "pin_hash": "",
            }
            for _ in range(CODES_A_LOT)
        ]  # fmt: skip
        with transaction() as session:
            session.execute(insert(TraceCode), rows)
        codes += [row["code"] for row in rows]
    return codes


def _written(app: Flask, codes: list[str], number: int) -> float:
    from traceability.scans.store import ScanStore
    from traceability.scans.waiting import CountedScan

    store: ScanStore = app.extensions["scan_store"]
    store.key_of(DAY)
    start = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)

    def write(first: int) -> None:
        for begin in range(first, number, BATCH * WRITERS):
            store.keep(
                [
                    CountedScan(
                        random.choice(codes), start + timedelta(hours=each * 24 // number), f"{each:016x}"
                    )
                    for each in range(begin, min(begin + BATCH, number))
                ]
            )

    threads = [threading.Thread(target=write, args=(BATCH * place,)) for place in range(WRITERS)]
    begin = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return time.perf_counter() - begin


def _figures(number: int, seconds: float) -> dict[str, Any]:
    from app.core.database.base import db

    name = f"scan_{DAY:%Y%m%d}"
    with db.engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE deleted (LIKE {name} INCLUDING ALL)"))
        connection.execute(text(f"INSERT INTO deleted SELECT * FROM {name}"))
        rows = {table: _count(connection, table) for table in (name, "scan_total", "scan_day")}
        size = connection.scalar(text("SELECT pg_total_relation_size(:name)"), {"name": name}) or 0
    deleted = _timed("DELETE FROM deleted WHERE day < '2025-12-01'")
    dropped = _timed("SELECT scan_days_drop('2025-12-01')")
    return {
        "scans": number,
        "scans a second": round(number / seconds),
        "seconds for 10 million": round(seconds / number * DAY_OF_ALL),
        "rows": rows,
        "megabytes of the day": round(size / 1e6, 1),
        "gigabytes for 10 million": round(size / number * DAY_OF_ALL / 1e9, 2),
        "seconds to delete": round(deleted, 3),
        "seconds to drop": round(dropped, 3),
        "met": rows[name] == number and number / seconds >= DAY_OF_ALL / 86_400,
    }


def _count(connection: Connection, table: str) -> int:
    return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def _timed(statement: str) -> float:
    from app.core.database.base import db

    begin = time.perf_counter()
    with db.engine.begin() as connection:
        connection.execute(text(statement))
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]) if sys.argv[1:] else 200_000), indent=1) + "\n")
