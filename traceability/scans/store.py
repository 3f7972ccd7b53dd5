"""The storage of scans: single ones for 30 days, hourly counts after that, codes only as hashes."""

import hmac
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
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
from app.core.database.base import insert_plain
from app.core.database.reading import Prepared, ask
from traceability.codes.signed_lists.signed_list import code_digest
from traceability.enums import RunKind
from traceability.models import Lot, Scan, ScanKey, ScanTotal, TraceCode
from traceability.scans.waiting import CountedScan

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
    """scans: the engine of their tables. catalogue: that of the codes. secret: kept outside the database, so that
    who has its rows alone cannot make the hash of a visitor again, not even on the same day.
    """

    def __init__(
        self, scans: Callable[[], Engine], catalogue: Callable[[], Engine], secret: bytes = b""
    ) -> None:
        self._secret = secret
        self._scans = scans
        self._catalogue = catalogue

    def key_of(self, day: date) -> bytes:
        """The secret of a day, made by the first worker that asks; those of other days are deleted."""
        with self._scans().begin() as connection:
            row = {"day": day, "key": secrets.token_hex(KEY_BYTES)}
            connection.execute(_insert(connection)(_keys).on_conflict_do_nothing(), row)
            connection.execute(delete(_keys).where(_keys.c.day < day - timedelta(days=1)))
            kept = bytes.fromhex(connection.scalar(select(_keys.c.key).where(_keys.c.day == day)) or "")
        return hmac.digest(self._secret, kept, "sha256")

    def keep(self, scans: Sequence[CountedScan]) -> None:
        """Keep each scan once, and count those that were new."""
        known = self._known({scan.code for scan in scans})
        ours = [scan for scan in scans if scan.code in known]
        if not ours:
            return
        digests = {code: code_digest(code) for code in known}
        with self._writing() as connection:
            _keep(
                connection,
                (
                    [_row(scan, known[scan.code], digests[scan.code]) for scan in some]
                    for some in _batches(ours)
                ),
            )

    def tell_province(self, scan: CountedScan, unit_code: str) -> None:
        """Record the province that a visitor chose to give with a scan."""
        known = self._known({scan.code}).get(scan.code)
        if known is None:
            return
        digest = code_digest(scan.code)
        same = (_scans.c.code_hash == digest) & (_scans.c.visitor == scan.visitor)
        with self._writing() as connection:
            _keep(connection, [[_row(scan, known, digest)]])
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
        """Hashes of item codes with at least this many single scans, by lot."""
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

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction in which nobody else adds scans to the file."""
        with self._scans().begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

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


_COLUMNS = ("code_hash", "lot_id", "product_id", "is_item", "hour", "unit_code", "visitor")
Row = tuple[Any, ...]


def _row(scan: CountedScan, known: KnownCode, digest: str) -> Row:
    return digest, known.lot_id, known.product_id, known.is_item, scan.hour, "", scan.visitor


def _insert(connection: Connection) -> Any:
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert


def _keep(connection: Connection, batches: Iterable[list[Row]]) -> None:
    """Add what is not there yet, and count what was added."""
    if connection.dialect.name == "sqlite":
        _keep_in_file(connection, batches)
        return
    statement = _insert(connection)(_scans).on_conflict_do_nothing()
    for rows in batches:
        named = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        added = connection.execute(statement.returning(_scans.c.code_hash, _scans.c.hour), named)
        counts = sorted(Counter(map(tuple, added)).items())  # rows compare slowly
        if counts:
            found = [{"code_hash": code, "hour": hour, "count": n} for (code, hour), n in counts]
            connection.execute(_adding(_insert(connection)(_totals)), found)


def _keep_in_file(connection: Connection, batches: Iterable[list[Row]]) -> None:
    """As `_keep`, all in the database: visitors wait for what the interpreter does row by row. Needs `_writing`."""
    newest = connection.scalar(select(func.max(_scans.c.id))) or 0
    for rows in batches:
        insert_plain(connection, _scans, _COLUMNS, rows, " ON CONFLICT DO NOTHING")
    added = select(_scans.c.code_hash, _scans.c.hour, func.count()).where(_scans.c.id > newest)
    added = added.group_by(_scans.c.code_hash, _scans.c.hour)
    connection.execute(
        _adding(_insert(connection)(_totals).from_select(["code_hash", "hour", "count"], added))
    )


def _adding(statement: Any) -> Any:
    """The counts of a statement go on top of what the hour has."""
    return statement.on_conflict_do_update(
        index_elements=[_totals.c.code_hash, _totals.c.hour],
        set_={"count": _totals.c.count + statement.excluded.count},
    )


_COUNT = Prepared(
    select(func.sum(_totals.c.count).label("number"), func.min(_totals.c.hour).label("first")).where(
        _totals.c.code_hash == bindparam("code")
    )
)
