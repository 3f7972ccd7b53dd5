"""Which secrets belong to this database: their fingerprints, so that a machine with other secrets is
recognised.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utc_now
from app.core.database.base import Base, db

SESSIONS = "sessions"
"""The purpose of SECRET_KEY: what browsers and forms hold is signed with it."""


class KeyFingerprint(Base):
    """The secret of a purpose, identified by the beginning of its hash, which reveals nothing of it."""

    __tablename__ = "key_fingerprint"

    purpose: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    since: Mapped[datetime]


def fingerprint(secret: bytes) -> str:
    """16 hexadecimal digits."""
    return hashlib.sha256(b"tieubieu key fingerprint\0" + secret).hexdigest()[:16]


def get_fingerprint(purpose: str) -> str | None:
    """The fingerprint recorded for a purpose, or None."""
    return db.session.scalar(select(KeyFingerprint.fingerprint).where(KeyFingerprint.purpose == purpose))


def note_fingerprint(purpose: str, secret: bytes, *, replace: bool = False) -> None:
    """Record the secret of a purpose unless one is recorded. Inside a transaction."""
    row = db.session.get(KeyFingerprint, purpose)
    if row is None:
        db.session.add(KeyFingerprint(purpose=purpose, fingerprint=fingerprint(secret), since=utc_now()))
    elif replace:
        row.fingerprint, row.since = fingerprint(secret), utc_now()


def list_fingerprints() -> dict[str, str]:
    """Purpose -> fingerprint of every secret noted."""
    return {row.purpose: row.fingerprint for row in db.session.scalars(select(KeyFingerprint))}


def find_foreign(noted: Mapping[str, str], keys: Path, secret: str) -> list[str]:
    """The purposes whose secret is missing on this machine or differs. keys: the folder; secret: SECRET_KEY."""
    return sorted(
        purpose
        for purpose, right in noted.items()
        if right != fingerprint(secret.encode() if purpose == SESSIONS else _bytes_of(keys / purpose))
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
