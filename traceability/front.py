"""What stands before Flask: the address as it was sent, the resolver's fast path, the counting of scans."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask
from sqlalchemy import Engine

from app.core.database.base import db
from app.core.logs.keys import secret_key
from traceability.codes.identity import CODE_KEY
from traceability.resolver.fast_path import FastPath
from traceability.scans.buffer import ScanBuffer, ScanCounter, WsgiApp
from traceability.scans.store import ScanStore, open_engine


def install(app: Flask, settings: Any) -> None:
    """Wrap `app.wsgi_app`: counting in front of whatever cache is there, the fast path in front of that.

    To be called before a proxy fix is put around, so that counting sees visitors and not the proxy.
    """
    store = ScanStore(_engines(app, settings), _catalogue(app))
    buffer = ScanBuffer(store.keep, store.key_of)
    app.extensions["scan_store"], app.extensions["scan_buffer"] = store, buffer
    front: WsgiApp = ScanCounter(app.wsgi_app, buffer)
    with app.app_context():
        engine = db.engine
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        front = FastPath(front, Path(database), settings.base_url, _key_of(app), _common(settings))
    if settings.trusted_proxies:
        front = _keep_raw_address(front)
    app.wsgi_app = front  # type: ignore[method-assign, assignment]  # Flask's own advice


def _keep_raw_address(app: WsgiApp) -> WsgiApp:
    """Take from the proxy's `X-Original-URI` the address before decoding, which the server does not hand on.

    Without it `/10/A%2FB` cannot be told from `/10/A/B`. One that is no spelling of the path is not taken.
    """

    def kept(environ: dict[str, Any], start_response: Any) -> Any:
        raw = environ.get("HTTP_X_ORIGINAL_URI", "")
        path = raw.partition("?")[0]
        if "%" in path and unquote_to_bytes(path) == environ["PATH_INFO"].encode("latin-1", "replace"):
            environ["RAW_URI"] = raw
        return app(environ, start_response)

    return kept


def _engines(app: Flask, settings: Any) -> Any:
    """The engine of the scans: their own file beside SQLite, else the main database. Opened when first asked for."""
    held: list[Engine] = []

    def engine() -> Engine:
        if not held:
            with app.app_context():
                main = db.engine
            held.append(open_engine(Path(settings.data_dir)) if main.dialect.name == "sqlite" else main)
        return held[0]

    app.extensions["scans"] = engine
    return engine


def _catalogue(app: Flask) -> Any:
    def engine() -> Engine:
        with app.app_context():
            return db.engine

    return engine


def _key_of(app: Flask) -> Any:
    def key() -> bytes:
        with app.app_context():
            return secret_key(CODE_KEY)

    return key


def _common(settings: Any) -> list[tuple[str, str]]:
    """Of the headers that every answer bears, those that matter to a redirect."""
    found = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin")]
    if settings.base_url.startswith("https:"):
        found.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    return found
