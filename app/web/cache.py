"""Public answers that any cache may store, and the micro-cache that stores them before Flask runs. A stored
answer is dropped as soon as the change feed moves, so a publication appears everywhere at once. Only
cookie-free 200 answers to GET that say `public` are kept. Browsers ask again each time (max-age=0) and get
"304 Not Modified" from here. What is stored is answered on the event loop (`app.core.quick`); reading the
feed and filling the cache use a thread.
"""

import gzip
import re
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import Response, request
from sqlalchemy import Engine, text
from werkzeug.http import generate_etag

from app.core.file_bodies import AGAIN
from app.core.quick import QUICK, NotAtHand
from app.core.telemetry.request_id import NO_ROUTE, ROUTE
from app.web.cached_files import KeptFiles, without
from app.web.i18n import preferred_locale

Headers = list[tuple[str, str]]
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LOOK = 0.02
"""Seconds between looks at the change feed: a look costs as much as an answer, and nobody notices a fiftieth."""
LOOK_WHEN_TOLD = 1.0
"""Seconds between looks while this process is notified of every change of the feed."""
RESTLESS = 2.0
"""Seconds of frequent looks after a notification: the search index follows a moment later."""
LOOK_UNDER_WAY = 0.25
"""So long answers go on from what is kept while somebody looks; a look that takes longer is not waited for: then
the application answers.
"""
KEEP = 30.0
CAPACITY = 2_000
WHOLE = 'params, except=("lot")'
"""No-Vary-Search of a page that takes no question: links come shared with all sorts of marks behind the `?`."""
MEMORY = 6 * 1024 * 1024
HEADS = 3_000
"""Bytes of an answer's three heads and of its place, about."""
LARGEST = 1024 * 1024
SMALLEST_ZIPPED = 500
_CODING = re.compile(r"(?:^|,)[ \t]*([^\s;,]+)[ \t]*(?:;[ \t]*q=([0-9]*\.?[0-9]+)[^,]*)?", re.IGNORECASE)
ZIPPED_TYPES = ("text/", "application/json", "application/xml", "application/ld+json", "image/svg+xml")


def public(response: Response, seconds: int = 0, *, etag: str = "") -> Response:
    """Mark an answer as the same for everyone, with a validator; answers 304 to one that has it.

    seconds: how long browsers may do without asking; 0 for what must show a change at once. etag: the validator of
    its body, where it is known.
    """
    response.headers["Cache-Control"] = f"public, max-age={seconds}" + (
        "" if seconds else ", must-revalidate"
    )
    response.headers["ETag"] = etag or validator(response.get_data())
    asked = request.environ
    if "HTTP_IF_NONE_MATCH" in asked or "HTTP_IF_MODIFIED_SINCE" in asked:
        response.make_conditional(request)
    return response


def validator(body: bytes) -> str:
    """The ETag of a body."""
    return f'W/"{generate_etag(body)}"'


def feed_position(engine: Engine) -> Callable[[], int]:
    """Reads the newest row of the change feed. Under SQLite by a connection of its own, for reading alone."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if not path or path == ":memory:":
        return lambda: _read_position(engine)
    held: list[sqlite3.Connection] = []

    def position() -> int:
        if not held:
            uri = f"file:{path}?mode=ro"
            held.append(sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None))
        return int(held[0].execute("SELECT coalesce(max(id), 0) FROM change").fetchone()[0])

    return position


def _read_position(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT coalesce(max(id), 0) FROM change")).scalar_one())


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it goes out. plain, zipped: (headers, body); size in bytes of all. Nearly all who ask read gzip, so
    the plain body is left out until somebody asks for it.
    """

    until: float
    plain: tuple[Headers, bytes | None]
    zipped: tuple[Headers, bytes] | None
    not_modified: Headers
    etag: str
    size: int
    route: str = NO_ROUTE


class MicroCache:
    """WSGI middleware. position: reads the change feed's newest row, asked at most every `look` seconds.

    When the feed cannot be read nothing is answered from here.
    """

    def __init__(self, app: WsgiApp, position: Callable[[], int], *, look: float = LOOK) -> None:
        self._app = app
        self._position = position
        self.look = look
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._size = 0
        self._files = KeptFiles()
        self._lock, self._looking = threading.Lock(), threading.Lock()
        self._looked = self._look_began = -look
        self.is_told = False
        self._restless_until = 0.0
        self._seen = -1

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        quick = QUICK in environ
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ:
            return _only_by_thread(self._app, environ, start_response)
        now = time.monotonic()
        if quick:
            self._leave_looking_to_a_thread(now)
        elif not self._is_fresh(now):
            return self._app(environ, start_response)
        key = _key(environ)
        kept = None if "HTTP_RANGE" in environ else self._page(key)
        if kept is not None and kept.until > now:
            environ[ROUTE] = kept.route
            return self._as_kept(key, kept, environ, start_response)
        sent = self._files.answer(_of_coding(key, environ), now, environ, start_response)
        if sent is not None:
            return sent
        if quick:
            raise NotAtHand
        return self._fill(key, now, environ, start_response)

    def _page(self, key: tuple[str, ...]) -> Kept | None:
        return self._kept.get(key) or (self._kept.get(_whole(key)) if _asks_nothing(key[1]) else None)

    def hear(self, is_told: bool) -> None:
        """Look at the feed with the next request. is_told: whether every change will be told from now on."""
        self._restless_until = time.monotonic() + RESTLESS
        self._looked = self._look_began = -LOOK_WHEN_TOLD
        self.is_told = is_told

    def _interval(self, now: float) -> float:
        return self.look if not self.is_told or now < self._restless_until else max(self.look, LOOK_WHEN_TOLD)

    def _leave_looking_to_a_thread(self, now: float) -> None:
        """On the event loop: one request of those that find a look due takes a thread for it. Raises NotAtHand."""
        since = now - self._looked
        if since < self._interval(now) or (
            since < LOOK_UNDER_WAY and now - self._look_began < LOOK_UNDER_WAY
        ):
            return
        self._look_began = now
        raise NotAtHand

    def _is_fresh(self, now: float) -> bool:
        """Drop what is kept when the feed has moved; False when that cannot be told soon."""
        if now - self._looked < self._interval(now):
            return True
        if not self._looking.acquire(timeout=LOOK_UNDER_WAY):
            return False
        try:
            if now > self._looked:
                self._look(now)
        finally:
            self._looking.release()
        return True

    def _look(self, now: float) -> None:
        try:
            position = self._position()
        except Exception:  # noqa: BLE001  # a feed that cannot be read must not leave old answers standing
            position = -1
        with self._lock:
            self._looked = now
            if position != self._seen or position < 0:
                self._seen = position
                self._kept.clear()
                self._files.clear()
                self._size = 0

    def _fill(
        self, key: tuple[str, ...], now: float, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        seen = self._seen
        answer: list[Any] = []

        def note(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            answer[:] = [status, headers, exc_info]
            return _no_write

        chunks = self._app(environ, note)
        if AGAIN in environ and seen == self._seen >= 0:
            self._keep_file(_of_coding(key, environ), now + KEEP, answer[1], environ)
        if not answer or not _may_keep(environ, answer[0], answer[1]):
            return _pass_on(chunks, answer, start_response)
        body = b"".join(chunks)
        _close(chunks)
        is_small, is_now = len(body) <= LARGEST, seen == self._seen >= 0
        kept = _kept(now + KEEP, answer[1], body, environ.get(ROUTE, NO_ROUTE))
        headers = kept.plain[0]
        if kept.zipped and takes_gzip(environ):
            headers, body = kept.zipped
            kept = _without_plain(kept)
        if is_small and is_now:
            self._keep(_whole(key) if _asks_nothing(key[1]) and _is_whole(answer[1]) else key, kept)
        start_response(answer[0], headers)
        return [body]

    def _keep_file(
        self, key: tuple[str, ...], until: float, headers: Headers, environ: dict[str, Any]
    ) -> None:
        self._files.keep(key, until, headers, environ.get(ROUTE, NO_ROUTE), environ.pop(AGAIN))

    def _keep(self, key: tuple[str, ...], kept: Kept, instead_of: Kept | None = None) -> None:
        """instead_of: only where this is still kept, which a change of the feed may have ended meanwhile."""
        with self._lock:
            if instead_of is not None and self._kept.get(key) is not instead_of:
                return
            before = self._kept.pop(key, None)
            self._size += kept.size - (before.size if before else 0)
            self._kept[key] = kept
            while len(self._kept) > CAPACITY or self._size > MEMORY:
                self._size -= self._kept.popitem(last=False)[1].size

    def _as_kept(
        self, key: tuple[str, ...], kept: Kept, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        if kept.etag and environ.get("HTTP_IF_NONE_MATCH") == kept.etag:
            start_response("304 NOT MODIFIED", kept.not_modified)
            return []
        if kept.zipped and takes_gzip(environ):
            headers, body = kept.zipped
        else:
            headers, body = kept.plain[0], self._plain_body(key, kept)
        start_response("200 OK", headers)
        return [body]

    def _plain_body(self, key: tuple[str, ...], kept: Kept) -> bytes:
        """For who does not read gzip. Once one has asked, it is kept for the next."""
        headers, body = kept.plain
        if body is None:
            assert kept.zipped is not None
            body = gzip.decompress(kept.zipped[1])
            whole = replace(kept, plain=(headers, body), size=kept.size + len(body))
            self._keep(key if key in self._kept else _whole(key), whole, instead_of=kept)
        return body


def _kept(until: float, headers: Headers, body: bytes, route: str) -> Kept:
    named = {name.lower(): value for name, value in headers}
    zipped = None
    is_text = named.get("content-type", "").startswith(ZIPPED_TYPES) and "content-encoding" not in named
    if is_text and len(body) >= SMALLEST_ZIPPED:
        headers = _with_vary(headers, named.get("vary", ""))
        small = gzip.compress(body, 5, mtime=0)
        length = str(len(small))
        zipped = (
            [*without(headers, "content-length"), ("Content-Encoding", "gzip"), ("Content-Length", length)],
            small,
        )
    size = HEADS + len(body) + (len(zipped[1]) if zipped else 0)
    return Kept(
        until,
        (headers, body),
        zipped,
        without(headers, "content-length", "content-type"),
        named.get("etag", ""),
        size,
        route,
    )


def _without_plain(kept: Kept) -> Kept:
    """As kept for those who read gzip, which takes a fifth of the memory."""
    headers, body = kept.plain
    return replace(kept, plain=(headers, None), size=kept.size - len(body or b""))


def _with_vary(headers: Headers, vary: str) -> Headers:
    return [*without(headers, "vary"), ("Vary", f"{vary}, Accept-Encoding" if vary else "Accept-Encoding")]


def takes_gzip(environ: dict[str, Any]) -> bool:
    """Whether who asks reads gzip."""
    return _gzip_wanted(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=1_024)
def _gzip_wanted(header: str) -> bool:
    """Whether the header offers gzip with a weight above nothing; `*` stands for what is not named."""
    weights = {found[1].lower(): found[2] for found in _CODING.finditer(header)}
    return float(weights.get("gzip", weights.get("*", "0")) or 1) > 0


def _key(environ: dict[str, Any]) -> tuple[str, ...]:
    """What an answer depends on: address, origin, language and kind of answer.

    An address with percent signs is taken as it was sent: `A%2FB` is not `A/B`.
    """
    get = environ.get
    raw = get("REQUEST_URI", "")
    return (
        raw.partition("?")[0] if "%" in raw else environ["PATH_INFO"],
        get("QUERY_STRING", ""),
        get("HTTP_HOST", ""),
        get("HTTP_X_FORWARDED_HOST", ""),
        get("HTTP_X_FORWARDED_PROTO", ""),
        preferred_locale(get("HTTP_ACCEPT_LANGUAGE", "")),
        _kind(get("HTTP_ACCEPT", "")),
    )


def _of_coding(key: tuple[str, ...], environ: dict[str, Any]) -> tuple[str, ...]:
    """The key of a file, which is sent zipped or as it is; a part is one of it as it is."""
    return (*key, "gzip" if takes_gzip(environ) and "HTTP_RANGE" not in environ else "")


def _whole(key: tuple[str, ...]) -> tuple[str, ...]:
    """The key of a page whatever follows its `?`."""
    return (key[0], "\x00whole", *key[2:])


def _asks_nothing(query: str) -> bool:
    return "lot=" not in query


def _is_whole(headers: Headers) -> bool:
    return ("No-Vary-Search", WHOLE) in headers


@lru_cache(maxsize=1_024)
def _kind(header: str) -> str:
    """All browsers count as one kind; a program's header is compared literally."""
    return "" if header in {"", "*/*"} or header.startswith("text/html") else header[:200]


def _may_keep(environ: dict[str, Any], status: str, headers: Headers) -> bool:
    if "HTTP_RANGE" in environ or not status.startswith("200"):
        return False
    names = {name.lower(): value for name, value in headers}
    return "set-cookie" not in names and names.get("cache-control", "").startswith("public")


def _pass_on(
    chunks: Iterable[bytes], answer: list[Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """An answer that is not kept, as it is; an application may start it with its first chunk only."""
    if not answer:
        chunks = list(chunks)
    status, headers, exc_info = answer
    start_response(status, headers, exc_info) if exc_info else start_response(status, headers)
    return chunks


def _only_by_thread(
    app: WsgiApp, environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    if QUICK in environ:
        raise NotAtHand
    return app(environ, start_response)


def _no_write(_data: bytes) -> None:
    raise RuntimeError("write() is not offered: give the body as the answer")


def _close(chunks: Iterable[bytes]) -> None:
    close = getattr(chunks, "close", None)
    if close is not None:
        close()
