"""The change feed: what the search index and the page cache tail. Written with the change itself."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Mapped

from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.transaction import in_transaction


class Change(HasId, Base):
    """One public fact changed. kind: product, facility, trademark, certificate, round, lot, site; key: its id."""

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # read once by SQLAlchemy

    at: Mapped[datetime]
    kind: Mapped[str]
    key: Mapped[str]


def record_change(kind: str, key: object) -> None:
    """Note that what the public sees of a thing has changed. Must run inside `transaction()`."""
    if not in_transaction():
        raise RuntimeError("change outside a transaction")
    db.session.add(Change(at=utc_now(), kind=kind, key=str(key)))


def record_changes(kind: str, keys: Iterable[object]) -> None:
    """As `record_change` for many things of a kind, in one statement."""
    if not in_transaction():
        raise RuntimeError("change outside a transaction")
    now = utc_now()
    rows = [{"at": now, "kind": kind, "key": str(key)} for key in keys]
    if rows:
        db.session.execute(insert(Change), rows)


def latest_change() -> int:
    """The position of the feed's newest row; 0 when nothing has changed yet."""
    return db.session.scalar(select(func.max(Change.id))) or 0


def list_changes(after: int, limit: int = 500) -> list[Change]:
    """The rows behind a position, oldest first."""
    return list(db.session.scalars(select(Change).where(Change.id > after).order_by(Change.id).limit(limit)))
