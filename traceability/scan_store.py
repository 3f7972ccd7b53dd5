"""Where scans are kept: single ones for 30 days, hourly counts after that, codes as hashes only."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from flask import current_app
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from app.core.clock import utc_now
from app.core.reading import Prepared, ask
from traceability.enums import RunKind
from traceability.models import Lot, TraceCode
from traceability.models_scans import Scan, ScanKey, ScanTotal
from traceability.scans import CountedScan
from traceability.signing import code_digest

Item = TypeVar("Item")
KEPT = timedelta(days=30)
BATCH = 500
KEY_BYTES = 32
_scans, _totals, _keys = (cast("Table", entity.__table__) for entity in (Scan, ScanTotal, ScanKey))


@dataclass(frozen=True, slots=True)
class KnownCode:
    lot_id: int
    product_id: int | None
    is_item: bool


class ScanStore:
    """scans: the engine of their tables. catalogue: that of the codes."""

    def __init__(self, scans: Callable[[], Engine], catalogue: Callable[[], Engine]) -> None:
        self._scans = scans
        self._catalogue = catalogue

    def key_of(self, day: date) -> bytes:
        """The secret of a day, made by the worker that asks first; those of other days are thrown away."""
        with self._scans().begin() as connection:
            row = {"day": day, "key": secrets.token_hex(KEY_BYTES)}
            connection.execute(_insert(connection)(_keys).on_conflict_do_nothing(), row)
            connection.execute(delete(_keys).where(_keys.c.day < day - timedelta(days=1)))
            return bytes.fromhex(connection.scalar(select(_keys.c.key).where(_keys.c.day == day)) or "")

    def keep(self, scans: Sequence[CountedScan]) -> None:
        """Keep each scan once, and count those that were new."""
        known = self._known({scan.code for scan in scans})
        rows = [_row(scan, known[scan.code]) for scan in scans if scan.code in known]
        if not rows:
            return
        with self._scans().begin() as connection:
            for some in _batches(rows):
                _count(connection, _add(connection, some))

    def tell_province(self, scan: CountedScan, unit_code: str) -> None:
        """Note the province that a visitor chose to tell with a scan."""
        known = self._known({scan.code}).get(scan.code)
        if known is None:
            return
        row = _row(scan, known)
        same = (_scans.c.code_hash == row["code_hash"]) & (_scans.c.visitor == row["visitor"])
        with self._scans().begin() as connection:
            _count(connection, _add(connection, [row]))
            connection.execute(update(_scans).where(same).values(unit_code=unit_code))

    def forget_old(self) -> int:
        """Remove single scans that are over 30 days old, and the keys of past days. Returns how many scans went."""
        now = utc_now()
        with self._scans().begin() as connection:
            connection.execute(delete(_keys).where(_keys.c.day < now.date()))
            return connection.execute(delete(_scans).where(_scans.c.hour < now - KEPT)).rowcount

    def list_scans_of(self, code: str) -> list[Any]:
        """The single scans of a code, oldest first: rows with hour and unit_code."""
        query = select(_scans.c.hour, _scans.c.unit_code).where(_scans.c.code_hash == code_digest(code))
        with self._scans().connect() as connection:
            return list(connection.execute(query.order_by(_scans.c.hour, _scans.c.id)))

    def list_busy_items(self, least: int) -> dict[int, set[str]]:
        """Hashes of item codes with at least so many single scans, by lot."""
        query = (
            select(_scans.c.lot_id, _scans.c.code_hash)
            .where(_scans.c.is_item)
            .group_by(_scans.c.lot_id, _scans.c.code_hash)
            .having(func.count() >= least)
        )
        found: dict[int, set[str]] = {}
        with self._scans().connect() as connection:
            for lot_id, code_hash in connection.execute(query):
                found.setdefault(lot_id, set()).add(code_hash)
        return found

    def _known(self, codes: Iterable[str]) -> dict[str, KnownCode]:
        query = select(TraceCode.code, TraceCode.lot_id, TraceCode.kind, Lot.product_id).join(TraceCode.lot)
        found = {}
        with self._catalogue().connect() as connection:
            for some in _batches(list(codes)):
                for code, lot_id, kind, product_id in connection.execute(
                    query.where(TraceCode.code.in_(some))
                ):
                    found[code] = KnownCode(lot_id, product_id, kind == RunKind.ITEM)
        return found


def open_engine(data_dir: Path) -> Engine:
    """The scans' own SQLite file, so that counting never waits for the catalogue's lock."""
    engine = create_engine(f"sqlite:///{data_dir / 'scans.db'}")

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    with engine.begin() as connection:
        for table in (_scans, _totals, _keys):
            table.create(connection, checkfirst=True)
    return engine


def scan_store() -> ScanStore:
    """That of the running application."""
    return cast("ScanStore", current_app.extensions["scan_store"])


def count_scans(code: str) -> tuple[int, datetime | None]:
    """How often a code was opened, and the first hour it was."""
    found = ask(current_app.extensions["scans"](), _COUNT, code=code_digest(code))[0]
    return int(found.number or 0), found.first


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    return (items[n : n + BATCH] for n in range(0, len(items), BATCH))


def _row(scan: CountedScan, known: KnownCode) -> dict[str, Any]:
    return {
        "code_hash": code_digest(scan.code), "lot_id": known.lot_id, "product_id": known.product_id,
        "is_item": known.is_item, "hour": scan.hour, "unit_code": "", "visitor": scan.visitor,
    }  # fmt: skip


def _insert(connection: Connection) -> Any:
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert


def _add(connection: Connection, rows: list[dict[str, Any]]) -> Iterator[tuple[str, datetime]]:
    """Add what is not there yet; hash and hour of what was added."""
    statement = _insert(connection)(_scans).on_conflict_do_nothing()
    yield from connection.execute(statement.returning(_scans.c.code_hash, _scans.c.hour), rows)


def _count(connection: Connection, added: Iterable[tuple[str, datetime]]) -> None:
    counts = Counter(map(tuple, added))  # rows compare slowly
    if not counts:
        return
    statement = _insert(connection)(_totals)
    more = statement.on_conflict_do_update(
        index_elements=[_totals.c.code_hash, _totals.c.hour],
        set_={"count": _totals.c.count + statement.excluded.count},
    )
    rows = [{"code_hash": code, "hour": hour, "count": n} for (code, hour), n in sorted(counts.items())]
    connection.execute(more, rows)


_COUNT = Prepared(
    select(func.sum(_totals.c.count).label("number"), func.min(_totals.c.hour).label("first")).where(
        _totals.c.code_hash == bindparam("code")
    )
)
