"""Where scans are kept: single ones for 30 days, counts by code and by lot and day after that, codes as hashes only.

PostgreSQL keeps the single ones of each day in a table of its own, which is dropped when its time is over. The counts
have a row for each code that was ever opened, and for each lot one a day for 400 days and one a month before that.
"""

import hmac
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from flask import current_app
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    bindparam,
    case,
    create_engine,
    delete,
    event,
    func,
    literal_column,
    select,
    text,
    update,
)

from app.core.clock import utc_now
from app.core.database.base import insert_plain
from app.core.database.inserts import insert_on_conflict
from app.core.database.reading import Prepared, ask
from traceability.codes.signed_lists.signed_list import code_digest
from traceability.enums import RunKind
from traceability.models import Lot, TraceCode
from traceability.scans.days import KEPT_DAYS, fold_old_days, forget_old_days, make_days
from traceability.scans.tables import keys as _keys
from traceability.scans.tables import open_file, scan_days
from traceability.scans.tables import scans as _scans
from traceability.scans.tables import totals as _totals
from traceability.scans.waiting import CountedScan

Item = TypeVar("Item")
BATCH = 500
KEY_BYTES = 32


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
        """The secret of a day, made by the worker that asks first; those of other days are thrown away."""
        make_days(self._scans(), day)
        with self._scans().begin() as connection:
            row = {"day": day, "key": secrets.token_hex(KEY_BYTES)}
            connection.execute(insert_on_conflict(connection, _keys).on_conflict_do_nothing(), row)
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
        same = (
            (_scans.c.day == scan.hour.date())
            & (_scans.c.code_hash == digest)
            & (_scans.c.visitor == scan.visitor)
        )
        with self._writing() as connection:
            _keep(connection, [[_row(scan, known, digest)]])
            connection.execute(update(_scans).where(same).values(unit_code=unit_code))

    def forget_old(self) -> int:
        """Remove single scans that are over 30 days old and the keys of past days, and fold old counts by lot into
        months. Returns how many scans went; under PostgreSQL how many days.
        """
        today = utc_now().date()
        make_days(self._scans(), today)
        with self._scans().begin() as connection:
            connection.execute(delete(_keys).where(_keys.c.day < today))
            fold_old_days(connection, today)
            return forget_old_days(connection, today)

    def list_scans_of(self, code: str) -> list[Any]:
        """The single scans of a code, oldest first: rows with hour and unit_code."""
        today = utc_now().date()
        days = [today + timedelta(days=number) for number in range(-KEPT_DAYS - 1, 2)]
        mine = _scans.c.day.in_(days) & (_scans.c.code_hash == code_digest(code))
        query = select(_scans.c.hour, _scans.c.unit_code).where(mine)
        with self._scans().connect() as connection:
            return list(connection.execute(query.order_by(_scans.c.hour, _scans.c.visitor)))

    def count_of_lot(self, lot_id: int, since: date) -> int:
        """Scans of all codes of a lot from that day on."""
        mine = (scan_days.c.lot_id == lot_id) & (scan_days.c.day >= since)
        with self._scans().connect() as connection:
            return int(connection.scalar(select(func.sum(scan_days.c.count)).where(mine)) or 0)

    def count_by_lot(self, lot_ids: Collection[int]) -> dict[int, int]:
        """Lot -> scans of all its codes since it was opened: a statement for each 500 lots, none for the others."""
        query = select(scan_days.c.lot_id, func.sum(scan_days.c.count)).group_by(scan_days.c.lot_id)
        found: dict[int, int] = {}
        with self._scans().connect() as connection:
            for some in _batches(list(lot_ids)):
                for lot_id, count in connection.execute(query.where(scan_days.c.lot_id.in_(some))):
                    found[lot_id] = int(count)
        return found

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
    engine = create_engine(f"sqlite:///{data_dir / 'scans.db'}", hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    with engine.begin() as connection:
        open_file(connection)
    return engine


def scan_store() -> ScanStore:
    """That of the running application."""
    return cast("ScanStore", current_app.extensions["scan_store"])


def count_scans(code: str) -> tuple[int, datetime | None]:
    """How often a code was opened, and the first hour it was."""
    found = ask(current_app.extensions["scans"](), _COUNT, code=code_digest(code))
    return (int(found[0].count), found[0].first) if found else (0, None)


def count_scans_of_lot(lot_id: int) -> int:
    """How often the codes of a lot were opened in the last 30 days."""
    return scan_store().count_of_lot(lot_id, utc_now().date() - timedelta(days=KEPT_DAYS))


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    return (items[n : n + BATCH] for n in range(0, len(items), BATCH))


_COLUMNS = ("day", "code_hash", "visitor", "lot_id", "product_id", "is_item", "hour", "unit_code")
"""In the order of the table."""
Row = tuple[Any, ...]


def _row(scan: CountedScan, known: KnownCode, digest: str) -> Row:
    day = scan.hour.astimezone(UTC).date()
    return day, digest, scan.visitor, known.lot_id, known.product_id, known.is_item, scan.hour, ""


def _keep(connection: Connection, batches: Iterable[list[Row]]) -> None:
    """Add what is not there yet, and count what was added."""
    if connection.dialect.name == "sqlite":
        _keep_in_file(connection, batches)
        return
    for rows in batches:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(_KEEP, dict(zip(_COLUMNS, columns, strict=True)))


def _keep_in_file(connection: Connection, batches: Iterable[list[Row]]) -> None:
    """As `_keep`, all in the database: visitors wait for what the interpreter does row by row. Needs `_writing`."""
    row_id: Any = literal_column("rowid")
    newest = connection.scalar(select(func.max(row_id)).select_from(_scans)) or 0
    for rows in batches:
        insert_plain(connection, _scans, _COLUMNS, rows, " ON CONFLICT DO NOTHING")
    new = row_id > newest
    codes = select(_scans.c.code_hash, func.count(), func.min(_scans.c.hour)).where(new)
    days = select(_scans.c.lot_id, _scans.c.day, func.count()).where(new)
    for table, names, added in (
        (_totals, ["code_hash", "count", "first"], codes.group_by(_scans.c.code_hash)),
        (scan_days, ["lot_id", "day", "count"], days.group_by(_scans.c.lot_id, _scans.c.day)),
    ):
        connection.execute(_adding(insert_on_conflict(connection, table).from_select(names, added), table))


def _adding(statement: Any, table: Table) -> Any:
    """The counts of a statement go on top of what is there."""
    new = statement.excluded
    changed = {"count": table.c.count + new.count}
    if "first" in table.c:
        changed["first"] = case((new.first < table.c.first, new.first), else_=table.c.first)
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


_KEEP = text("""
    WITH added AS (
        INSERT INTO scan (day, code_hash, visitor, lot_id, product_id, is_item, hour, unit_code)
        SELECT * FROM unnest(
            cast(:day AS date[]), cast(:code_hash AS text[]), cast(:visitor AS text[]), cast(:lot_id AS integer[]),
            cast(:product_id AS integer[]), cast(:is_item AS boolean[]), cast(:hour AS timestamptz[]),
            cast(:unit_code AS text[])
        ) ON CONFLICT DO NOTHING RETURNING code_hash, hour, lot_id, day
    ), codes AS (
        INSERT INTO scan_total (code_hash, count, first)
        SELECT code_hash, count(*), min(hour) FROM added GROUP BY code_hash ORDER BY code_hash
        ON CONFLICT (code_hash) DO UPDATE SET
            count = scan_total.count + excluded.count, first = least(scan_total.first, excluded.first)
    )
    INSERT INTO scan_day (lot_id, day, count)
    SELECT lot_id, day, count(*) FROM added GROUP BY lot_id, day ORDER BY lot_id, day
    ON CONFLICT (lot_id, day) DO UPDATE SET count = scan_day.count + excluded.count
""")
"""One statement of PostgreSQL for many scans; counts in order, so that writers do not lock each other crosswise."""
_COUNT = Prepared(select(_totals.c.count, _totals.c.first).where(_totals.c.code_hash == bindparam("code")))
