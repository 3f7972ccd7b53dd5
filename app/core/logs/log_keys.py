"""Which key signs the checkpoints of a log, and which did before: public halves in the database, with their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit import append_only
from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.reading import Prepared, reading
from app.core.logs.keys import kept_signing_key, make_signing_key, public_bytes
from app.core.logs.tlog.checkpoint import Sign, VerifierKey, parse_key


class LogKey(HasId, Base):
    """A public key that signs from a moment on, until the next one of its purpose. Append-only.

    key: `name+id+base64`. The private half is a file named by the public one, so that the row decides which
    file signs and a rotation takes effect with its commit, or not at all.
    """

    __tablename__ = "log_key"

    purpose: Mapped[str] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(unique=True)
    since: Mapped[datetime]


append_only("log_key")


@dataclass(frozen=True, slots=True)
class Signer:
    key: VerifierKey
    sign: Sign


_NEWEST = Prepared(
    select(LogKey.key).where(LogKey.purpose == bindparam("purpose")).order_by(LogKey.id.desc()).limit(1)
)


def get_signer(purpose: str) -> Signer:
    """The signing key; the first one is made on first use. Inside a transaction. Raises Unavailable without
    its file.
    """
    with reading() as source:
        rows = _NEWEST.all(source, purpose=purpose)
    if not rows:
        return add_log_key(purpose)
    key = parse_key(rows[0].key)
    return Signer(key, kept_signing_key(purpose, key.public).sign)


def add_log_key(purpose: str) -> Signer:
    """A new key that signs from now on. Inside a transaction; when that fails an unused file stays."""
    private = make_signing_key(purpose)
    key = VerifierKey(f"tieubieu-{purpose}", public_bytes(private))
    db.session.add(LogKey(purpose=purpose, key=str(key), since=utc_now()))
    db.session.flush()  # signs within this transaction
    return Signer(key, private.sign)


def list_log_keys(purpose: str) -> Sequence[LogKey]:
    """All keys of a purpose, oldest first."""
    return db.session.scalars(select(LogKey).where(LogKey.purpose == purpose).order_by(LogKey.id)).all()


def published_keys() -> list[dict[str, Any]]:
    """Every key ever used: {"purpose", "key", "since", "until"}; until is None while it signs."""
    rows = db.session.scalars(select(LogKey).order_by(LogKey.purpose, LogKey.id)).all()
    following = [*rows[1:], None]
    return [
        {
            "purpose": row.purpose,
            "key": row.key,
            "since": row.since.isoformat(),
            "until": after.since.isoformat() if after and after.purpose == row.purpose else None,
        }
        for row, after in zip(rows, following, strict=True)
    ]
