"""The heads of files that were sent lately, so that who asks for one again costs no more than a cached page and the
bytes. What a condition or a part makes of the answer is left to the application, but for the plain "I have this one".
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

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
    """A file that was sent whole. opens: opens it again."""

    until: float
    headers: Headers
    not_modified: Headers
    etag: str
    route: str
    opens: Opens


class KeptFiles:
    """By address and coding, the oldest dropped first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, KeptFile] = OrderedDict()
        self._lock = threading.Lock()

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def keep(self, key: Key, until: float, headers: Headers, route: str, opens: Opens) -> None:
        etag = next((value for name, value in headers if name.lower() == "etag"), "")
        bare = [(name, value) for name, value in headers if name.lower() not in OF_THE_BODY]
        with self._lock:
            self._kept[key] = KeptFile(until, headers, bare, etag, route, opens)
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
        try:
            file = kept.opens()
        except DomainError:  # another has taken its place
            return None
        environ[ROUTE] = kept.route
        start_response("200 OK", kept.headers)
        return FileBody(file)
