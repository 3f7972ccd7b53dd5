"""Counting scans on the page they end on: buffered, written in batches, nobody identified.

Stored is code, hour and a number. Not counted: anything but an answered GET, prefetches, link previews,
crawlers, and the same visitor with the same code again on the same day. Who is the same is told by a hash under
a key that is made anew each day and never leaves memory; no address and no agent string is kept anywhere.
"""

import atexit
import hashlib
import logging
import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Engine, Table, bindparam, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.clock import utc_now
from app.core.reading import Prepared, ask
from traceability.codes import normalise_code
from traceability.models import ScanCount

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
TABLE: Table = ScanCount.__table__  # type: ignore[assignment]  # a Table, as every mapped class here has
PAGES = ("/truy-xuat/", "/en/trace/")
FLUSH_SECONDS = 1.0
MOST_VISITORS = 200_000
"""Remembered visits a process; past them the day's memory begins anew."""
_log = logging.getLogger("traceability.scans")

_NO_PERSON = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|headless|python|curl|wget|httpclient|okhttp|java/|go-http|scrapy"
    r"|facebookexternalhit|whatsapp|telegram|skype|viber|twitter|linkedin|pinterest|embedly|vkshare|discord|lighthouse",
    re.IGNORECASE,
)


def is_person(environ: dict[str, Any]) -> bool:
    """Whether a request is one of a person opening the page; Zalo's own browser says so after its preview's name."""
    if environ["REQUEST_METHOD"] != "GET":
        return False
    purpose = "".join(
        environ.get(name, "") for name in ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
    ).lower()
    agent = environ.get("HTTP_USER_AGENT", "")
    return (
        "prefetch" not in purpose
        and "preview" not in purpose
        and bool(agent)
        and not _NO_PERSON.search(agent)
    )


class ScanBuffer:
    """Counts in memory and writes them each second. store: (code, hour) -> number, added to what is there."""

    def __init__(self, store: Callable[[dict[tuple[str, datetime], int]], None]) -> None:
        self._store = store
        self._counts: Counter[tuple[str, datetime]] = Counter()
        self._seen: set[bytes] = set()
        self._day, self._key = utc_now().date(), secrets.token_bytes(16)
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._stop = threading.Event()

    def add(self, code: str, visitor: str) -> bool:
        """Count a scan; False where this visitor's scan of the code is counted already. visitor: never kept."""
        now = utc_now()
        with self._lock:
            if now.date() != self._day or len(self._seen) >= MOST_VISITORS:
                self._day, self._key = now.date(), secrets.token_bytes(16)
                self._seen.clear()
            mark = hashlib.blake2b(f"{code}|{visitor}".encode(), key=self._key, digest_size=8).digest()
            if mark in self._seen:
                return False
            self._seen.add(mark)
            self._counts[code, now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)] += 1
            if self._writer is None:
                self._begin()
        return True

    def flush(self) -> int:
        """Write what is counted; what cannot be written is kept for the next time. Returns how many scans went out."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return 0
        try:
            self._store(dict(counts))
        except Exception:  # noqa: BLE001  # a busy or full disk must not end the writer
            _log.exception("scans wait to be written")
            with self._lock:
                self._counts.update(counts)
            return 0
        return sum(counts.values())

    def close(self) -> None:
        """Stop the writer and write what is left."""
        self._stop.set()
        self.flush()

    def _begin(self) -> None:
        self._writer = threading.Thread(target=self._write, name="scans", daemon=True)
        self._writer.start()
        atexit.register(self.close)

    def _write(self) -> None:
        while not self._stop.wait(FLUSH_SECONDS):
            self.flush()


class ScanCounter:
    """WSGI middleware in front of the page cache: counts answered scan pages."""

    def __init__(self, app: WsgiApp, buffer: ScanBuffer) -> None:
        self._app = app
        self._buffer = buffer

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        code = _code_of(environ["PATH_INFO"])
        if code is None or not is_person(environ):
            return self._app(environ, start_response)

        def count(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if status[:3] in {"200", "304"}:
                visitor = f"{environ.get('REMOTE_ADDR', '')}|{environ['HTTP_USER_AGENT']}"
                self._buffer.add(code, visitor)
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        return self._app(environ, count)


def _code_of(path: str) -> str | None:
    """The code of a scan page's address."""
    for start in PAGES:
        if path.startswith(start):
            return normalise_code(path[len(start) :])
    return None


def open_engine(data_dir: Path) -> Engine:
    """The scans' own SQLite file, so that counting never waits for the catalogue's lock."""
    engine = create_engine(f"sqlite:///{data_dir / 'scans.db'}")

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    with engine.begin() as connection:
        TABLE.create(connection, checkfirst=True)
    return engine


def store_with(engine: Callable[[], Engine]) -> Callable[[dict[tuple[str, datetime], int]], None]:
    """A store that adds the counts to the table."""

    def store(counts: dict[tuple[str, datetime], int]) -> None:
        found = engine()
        insert = sqlite.insert if found.dialect.name == "sqlite" else postgresql.insert
        statement: Any = insert(TABLE)
        statement = statement.on_conflict_do_update(
            index_elements=[TABLE.c.code, TABLE.c.hour],
            set_={"count": TABLE.c.count + statement.excluded.count},
        )
        rows = [
            {"code": code, "hour": hour, "count": number} for (code, hour), number in sorted(counts.items())
        ]
        with found.begin() as connection:
            connection.execute(statement, rows)

    return store


def count_scans(code: str) -> tuple[int, datetime | None]:
    """How often a code was opened, and the first hour it was."""
    found = ask(current_app.extensions["scans"](), _COUNT, code=code)[0]
    return int(found.number or 0), found.first


_COUNT = Prepared(
    select(func.sum(TABLE.c.count).label("number"), func.min(TABLE.c.hour).label("first")).where(
        TABLE.c.code == bindparam("code")
    )
)
