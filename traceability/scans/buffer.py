"""Counting scans on the page they end on: buffered, written in batches, nobody identified.

Not counted: anything but an answered GET, prefetches, link previews, crawlers, and the same visitor with the
same code again on the same day. Visitors are distinguished by a hash with a key that is new each day and
deleted afterwards; no address and no agent string is kept anywhere. What is stored and for how long:
`traceability.scans.store`.
"""

import hashlib
import logging
import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date
from multiprocessing.util import Finalize
from typing import Any

from app.core.clock import utc_now
from app.core.quick import QUICK, NotAtHand
from app.core.telemetry.metrics import SCANS
from traceability.codes.code import normalise_code
from traceability.scans.waiting import CountedScan, MemoryWaiting, Waiting

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PAGES = ("/truy-xuat/", "/en/trace/")
FLUSH_SECONDS = 1.0
MOST_VISITORS = 200_000
"""Visits kept in memory per process; beyond that only the store knows who was counted."""
_log = logging.getLogger("traceability.scans")

_NO_PERSON = (
    "bot", "crawl", "spider", "slurp", "preview", "fetch", "monitor", "headless", "python", "curl", "wget",
    "httpclient", "okhttp", "java/", "go-http", "scrapy", "facebookexternalhit", "whatsapp", "telegram", "skype",
    "viber", "twitter", "linkedin", "pinterest", "embedly", "vkshare", "discord", "lighthouse",
)  # fmt: skip
"""Looked for one by one: a regular expression of them takes as long as the whole answer."""


def is_person(environ: dict[str, Any]) -> bool:
    """Whether a request is one of a person opening the page; Zalo's own browser says so after its preview's name."""
    if environ["REQUEST_METHOD"] != "GET":
        return False
    purpose = "".join(
        environ.get(name, "") for name in ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
    ).lower()
    agent = environ.get("HTTP_USER_AGENT", "").lower()
    return (
        "prefetch" not in purpose
        and "preview" not in purpose
        and bool(agent)
        and not any(word in agent for word in _NO_PERSON)
    )


class ScanBuffer:
    """Counts at once and writes each second.

    store: keeps scans, each visitor's of a code once. key_of: the secret that a day's visitors are hashed under, the
    same for every worker. waiting: where they lie until they are written.
    """

    def __init__(
        self,
        store: Callable[[list[CountedScan]], None],
        key_of: Callable[[date], bytes],
        waiting: Waiting | None = None,
    ) -> None:
        self._store = store
        self._key_of = key_of
        self._waiting = waiting or MemoryWaiting()
        self._seen: set[tuple[str, str]] = set()
        self._day, self._key = date.min, b""
        self._lock = threading.Lock()
        self._storing = threading.Lock()
        self._writer: threading.Thread | None = None
        self._stop = threading.Event()

    def add(self, code: str, visitor: str) -> bool:
        """Count a scan; False where this visitor's scan of the code is counted already. visitor: never kept."""
        with self._lock:
            scan = self._scan_of(code, visitor)
            if (code, scan.visitor) in self._seen:
                return False
            self._seen.add((code, scan.visitor))
            self._waiting.add(scan)
            if self._writer is None:
                self._begin()
        SCANS.inc()
        return True

    def has_todays_key(self) -> bool:
        """Whether counting needs no database: the day's first scan reads or makes its key there."""
        return self._day == utc_now().date()

    def scan_of(self, code: str, visitor: str) -> CountedScan:
        """A scan as it would be counted now."""
        with self._lock:
            return self._scan_of(code, visitor)

    def _scan_of(self, code: str, visitor: str) -> CountedScan:
        now = utc_now()
        if now.date() != self._day:
            self._day, self._key = now.date(), self._days_key(now.date())
            self._seen.clear()
        if len(self._seen) >= MOST_VISITORS:
            self._seen.clear()  # the store knows each visitor of the day still
        mark = hashlib.blake2b(f"{code}|{visitor}".encode(), key=self._key, digest_size=8).hexdigest()
        return CountedScan(code, now.astimezone(UTC).replace(minute=0, second=0, microsecond=0), mark)

    def _days_key(self, day: date) -> bytes:
        try:
            return self._key_of(day)
        except Exception:  # noqa: BLE001  # a busy or full disk must not keep the page from its visitor
            _log.exception("no key of the day: this worker counts with one of its own")
            return secrets.token_bytes(32)

    def flush(self) -> int:
        """Write what is counted, after what is being written; what cannot be written is kept for the next
        attempt.

        Returns how many scans went out.
        """
        with self._storing:
            return self._flush()

    def _flush(self) -> int:
        taken = self._waiting.take()
        if not taken.scans:
            return 0
        try:
            self._store(taken.scans)
        except Exception:  # noqa: BLE001  # a busy or full disk must not end the writer
            _log.exception("scans wait to be written")
            self._waiting.put_back(taken)
            return 0
        self._waiting.done(taken)
        return len(taken.scans)

    def close(self) -> None:
        """Stop the writer and write what is left."""
        self._stop.set()
        self._waiting.close()
        self.flush()

    def _begin(self) -> None:
        self._writer = threading.Thread(target=self._write, name="scans", daemon=True)
        self._writer.start()
        Finalize(None, self.close, exitpriority=10)  # a server's child process runs these and no atexit

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
        if QUICK in environ and not self._buffer.has_todays_key():
            raise NotAtHand

        def count(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if status[:3] in {"200", "304"}:
                self._buffer.add(code, visitor_of(environ))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        return self._app(environ, count)


def visitor_of(environ: dict[str, Any]) -> str:
    """What distinguishes one visitor from another, before hashing; not stored."""
    return f"{environ.get('REMOTE_ADDR', '')}|{environ.get('HTTP_USER_AGENT', '')}"


def _code_of(path: str) -> str | None:
    """The code of a scan page's address."""
    for start in PAGES:
        if path.startswith(start):
            return normalise_code(path[len(start) :])
    return None
