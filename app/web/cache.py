"""Public answers that any cache may keep, and the micro-cache that keeps them before Flask runs.

A cached answer is dropped as soon as the change feed moves (looked at most every half second a process),
so a publication shows everywhere within a second. Only cookie-free 200 answers to GET are kept.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, request
from werkzeug.http import generate_etag

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
LOOK = 0.5
KEEP = 30.0
CAPACITY = 2_000
LARGEST = 512 * 1024


def public(response: Response, seconds: int = 60) -> Response:
    """Mark an answer as the same for everyone, with a validator; answers 304 to one that has it."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["ETag"] = f'"{generate_etag(response.get_data())}"'
    return response.make_conditional(request)


class MicroCache:
    """WSGI middleware. position: reads the change feed's newest row; called at most every LOOK seconds."""

    def __init__(self, app: WsgiApp, position: Callable[[], int]) -> None:
        self._app = app
        self._position = position
        self._kept: OrderedDict[tuple[str, str], tuple[float, list[tuple[str, str]], bytes, str]] = (
            OrderedDict()
        )
        self._lock = threading.Lock()
        self._looked = 0.0
        self._seen = -1

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
            return self._app(environ, start_response)
        now = time.monotonic()
        self._drop_stale(now)
        key = (environ["PATH_INFO"] + "?" + environ.get("QUERY_STRING", ""), _variant(environ))
        entry = self._kept.get(key)
        if entry is not None and entry[0] > now:
            _, headers, body, etag = entry
            if etag and environ.get("HTTP_IF_NONE_MATCH") == etag:
                start_response(
                    "304 NOT MODIFIED", [h for h in headers if h[0] not in {"Content-Length", "Content-Type"}]
                )
                return ()
            start_response("200 OK", headers)
            return (body,)
        return self._fill(key, now, environ, start_response)

    def _drop_stale(self, now: float) -> None:
        if now - self._looked < LOOK:
            return
        with self._lock:
            self._looked = now
            position = self._position()
            if position != self._seen:
                self._seen = position
                self._kept.clear()

    def _fill(
        self, key: tuple[str, str], now: float, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        seen = self._seen
        answer: list[Any] = []

        def note(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            answer[:] = [status, headers]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)  # type: ignore[no-any-return]

        chunks = self._app(environ, note)
        if not answer or not _may_keep(answer[0], answer[1]):
            return chunks
        body = b"".join(chunks)
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
        if len(body) <= LARGEST and seen == self._seen:
            etag = next((value for name, value in answer[1] if name == "ETag"), "")
            self._kept[key] = (now + KEEP, list(answer[1]), body, etag)
            while len(self._kept) > CAPACITY:
                self._kept.popitem(last=False)
        return (body,)


def _variant(environ: dict[str, Any]) -> str:
    """What else the answer hangs on: kind of answer wanted, and the language where the address names none."""
    return f"{environ.get('HTTP_ACCEPT', '')}|{environ.get('HTTP_ACCEPT_LANGUAGE', '')}|{environ.get('HTTP_HOST', '')}"


def _may_keep(status: str, headers: list[tuple[str, str]]) -> bool:
    if not status.startswith("200"):
        return False
    names = {name.lower(): value for name, value in headers}
    return "set-cookie" not in names and names.get("cache-control", "").startswith("public")
