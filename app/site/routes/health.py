"""`/healthz` and `/readyz`: for the proxy, the monitor and the operator."""

import secrets
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Response, current_app, jsonify
from sqlalchemy import select, text

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import list_changes
from app.core.logs.key_fingerprints import find_foreign, list_fingerprints
from app.core.mail import OutboxMail
from app.core.ports import ports
from app.core.storage import content_name
from app.site.blueprint import bp
from app.web.access import access

OK, UNAVAILABLE, BEHIND = "ok", "unavailable", "behind"
LEAST_DISK = 50_000_000
"""Bytes: with less the next upload or the next hour of writing may fail."""
MAIL_WAITS, GIVEN_UP = timedelta(hours=1), timedelta(days=2)
FEED_WAITS = timedelta(minutes=1)


@bp.get("/healthz")
@access("public")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status=OK)


@bp.get("/readyz")
@access("public")
def readyz() -> tuple[Response, int]:
    """What this machine needs, each with its state; 503 where something is unavailable. Mail and search that are behind
    keep nobody from being answered.
    """
    parts = {name: _state(name, look) for name, look in LOOKS.items()}
    ready = UNAVAILABLE not in parts.values()
    return jsonify({"status": OK if ready else UNAVAILABLE} | parts), 200 if ready else 503


def _state(name: str, look: Callable[[], str]) -> str:
    try:
        return look()
    except Exception:
        db.session.rollback()
        current_app.logger.exception("readyz: %s", name)
        return UNAVAILABLE


def _database() -> str:
    db.session.execute(text("SELECT id FROM change LIMIT 1")).all()
    return OK


def _search() -> str:
    ports().search.position()
    return OK


def _files() -> str:
    ports().files.exists(content_name(secrets.token_bytes(8), ".probe"))
    return OK


def _disk() -> str:
    folder = Path(current_app.extensions["settings"].data_dir)
    if shutil.disk_usage(folder).free < LEAST_DISK:
        return UNAVAILABLE
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"x" * 4096)
        probe.flush()
    return OK


def _keys() -> str:
    """Whether this machine has the secrets that the database was made with."""
    settings = current_app.extensions["settings"]
    foreign = find_foreign(list_fingerprints(), Path(settings.data_dir) / "keys", settings.secret_key)
    if foreign:
        current_app.logger.error("readyz: keys missing or other than the database's: %s", ", ".join(foreign))
    return UNAVAILABLE if foreign else OK


def _mail() -> str:
    now = utc_now()
    waits = OutboxMail.sent_at.is_(None) & OutboxMail.created_at.between(now - GIVEN_UP, now - MAIL_WAITS)
    found = db.session.scalar(select(OutboxMail.id).where(waits).limit(1))
    return OK if found is None else BEHIND


def _feed() -> str:
    waiting = list_changes(ports().search.position(), limit=1)
    return BEHIND if waiting and waiting[0].at < utc_now() - FEED_WAITS else OK


LOOKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "search": _search,
    "files": _files,
    "disk": _disk,
    "keys": _keys,
    "mail": _mail,
    "feed": _feed,
}
