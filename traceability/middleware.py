"""In front of Flask: the resolver's fast path, the counting of scans."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from app.core.database.base import db
from app.core.logs.keys import secret_key
from traceability.codes.identity import CODE_KEY
from traceability.resolver.fast_path import FastPath
from traceability.scans.buffer import ScanBuffer, ScanCounter, WsgiApp
from traceability.scans.store import ScanStore, open_engine
from traceability.scans.waiting import MemoryWaiting, StreamWaiting


def install(app: Flask, settings: Any) -> None:
    """Wrap `app.wsgi_app`: counting in front of whatever cache is there, the fast path in front of that.

    To be called before a proxy fix is put around, so that counting sees visitors and not the proxy.
    """
    store = ScanStore(_engines(app, settings), _catalogue(app), settings.secret_key.encode())
    stream = app.extensions["ports"].scans
    waiting = StreamWaiting(stream) if stream is not None else MemoryWaiting()
    buffer = ScanBuffer(store.keep, store.key_of, waiting)
    app.extensions["scan_store"], app.extensions["scan_buffer"] = store, buffer
    front: WsgiApp = ScanCounter(app.wsgi_app, buffer)
    with app.app_context():
        engine = db.engine
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        front = FastPath(front, Path(database), settings.base_url, _key_of(app), _common(settings))
    app.wsgi_app = front  # type: ignore[method-assign, assignment]  # Flask's own advice


def _engines(app: Flask, settings: Any) -> Any:
    """The engine of the scans: their own file beside SQLite, else the main database. Opened on first use."""
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
    """The headers of every answer that matter to a redirect."""
    found = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin")]
    if settings.base_url.startswith("https:"):
        found.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    return found
