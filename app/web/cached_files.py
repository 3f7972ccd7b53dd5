"""The heads of files that were sent lately, so that who asks for one again costs no more than a cached page and the
bytes, whole or in part. What a condition makes of the answer is left to the application, but for the plain "I have
this one" and "the part, if it is still this one".
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.http import parse_range_header

from app.core.errors import DomainError
from app.core.file_bodies import FileBody, Opens
from app.core.telemetry.request_id import ROUTE

CAPACITY = 500
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
OF_THE_BODY = frozenset({"content-length", "content-type", "content-encoding", "last-modified"})

Headers = list[tuple[str, str]]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was sent. headers, size: of the whole. opens: opens it again."""

    until: float
    headers: Headers
    not_modified: Headers
    etag: str
    modified: str
    size: int
    route: str
    opens: Opens


def part_of(header: str, size: int) -> range | None:
    """The bytes of a file that `Range` asks for: none where they lie behind its end. None where it is to be left
    aside: several parts, another unit, or what cannot be read.
    """
    asked = parse_range_header(header)
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    start, stop = asked.ranges[0]
    first = max(start + size, 0) if start < 0 else start
    return range(first, min(stop or size, size))


class KeptFiles:
    """By address and coding, the oldest dropped first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, KeptFile] = OrderedDict()
        self._lock = threading.Lock()

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def keep(self, key: Key, until: float, headers: Headers, route: str, opens: Opens) -> None:
        named = {name.lower(): value for name, value in headers}
        size = named.get("content-range", "").rpartition("/")[2] or named.get("content-length", "")
        whole = [*without(headers, "content-range", "content-length"), ("Content-Length", size)]
        bare = without(headers, "content-range", *OF_THE_BODY)
        etag, modified = named.get("etag", ""), named.get("last-modified", "")
        with self._lock:
            self._kept[key] = KeptFile(until, whole, bare, etag, modified, int(size), route, opens)
            while len(self._kept) > CAPACITY:
                self._kept.popitem(last=False)

    def answer(
        self, key: Key, now: float, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes] | None:
        """The answer from here; None where the application has to give it."""
        kept = self._kept.get(key)
        if kept is None or kept.until <= now:
            return None
        asked = [environ[name] for name in CONDITIONS if name in environ]
        if asked and (asked != [kept.etag] or "HTTP_IF_NONE_MATCH" not in environ):
            return None
        if asked:
            environ[ROUTE] = kept.route
            start_response("304 NOT MODIFIED", kept.not_modified)
            return []
        known = environ.get("HTTP_IF_RANGE", kept.etag)
        is_this = known in {kept.etag, kept.modified}
        if not is_this and not known.startswith('"'):
            return None
        part = part_of(environ.get("HTTP_RANGE", ""), kept.size) if is_this else None
        return _sent(kept, part, environ, start_response)


def _sent(
    kept: KeptFile, part: range | None, environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes] | None:
    """The file, or a part of it, or that it has no such part; None where it is not there any more."""
    if part is not None and not part:
        environ[ROUTE] = kept.route
        return _told_its_size(kept, start_response)
    try:
        file = kept.opens()
    except DomainError:  # another has taken its place
        return None
    environ[ROUTE] = kept.route
    if part is None:
        start_response("200 OK", kept.headers)
        return FileBody(file, kept.size)
    file.seek(part.start)
    start_response(
        "206 PARTIAL CONTENT",
        [
            *without(kept.headers, "content-length"),
            ("Content-Length", str(len(part))),
            ("Content-Range", f"bytes {part.start}-{part.stop - 1}/{kept.size}"),
        ],
    )
    return FileBody(file, len(part))


def _told_its_size(kept: KeptFile, start_response: Callable[..., Any]) -> list[bytes]:
    body = f"Tệp chỉ có {kept.size} byte. / The file has {kept.size} bytes only.\n".encode()
    start_response(
        "416 REQUESTED RANGE NOT SATISFIABLE",
        [
            *without(kept.not_modified, "etag", "cache-control", "content-disposition"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Range", f"bytes */{kept.size}"),
            ("Cache-Control", "no-store"),
        ],
    )
    return [body]


def without(headers: Headers, *names: str) -> Headers:
    """The headers but those of these names, in small letters."""
    return [(name, value) for name, value in headers if name.lower() not in names]
