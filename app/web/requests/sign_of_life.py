"""`/healthz` on the event loop: answers however busy the threads are."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from app.core.quick import QUICK
from app.core.telemetry.request_id import ROUTE

PATH = "/healthz"
BODY = b'{"status":"ok"}\n'
HEADERS = [
    ("Content-Type", "application/json"),
    ("Content-Length", str(len(BODY))),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


def install(app: Flask) -> None:
    """Before everything else. Where no event loop asks, the view answers the same."""
    inner = app.wsgi_app

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if QUICK in environ and environ["PATH_INFO"] == PATH and environ["REQUEST_METHOD"] == "GET":
            environ[ROUTE] = PATH
            start_response("200 OK", HEADERS)
            return [BODY]
        return inner(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]  # Flask's own advice
