"""The change feed that the search index and the page cache follow. Written with the change itself."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import Mapped, Session

from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.transaction import in_transaction, last_act
from app.core.database.wake import wake

FEED_LOCK = 7_316_004_513
"""The advisory lock of PostgreSQL under which rows of the feed are numbered."""


class Change(HasId, Base):
    """One public fact changed. kind: product, facility, trademark, certificate, round, lot, programme or site.

    key: its id.
    """

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # read once by SQLAlchemy

    at: Mapped[datetime]
    kind: Mapped[str]
    key: Mapped[str]


def record_change(kind: str, key: object) -> None:
    """Note that what the public sees of a thing has changed. Must run inside `transaction()`."""
    record_changes(kind, [key])


def record_changes(kind: str, keys: Iterable[object]) -> None:
    """As `record_change` for many things of a kind."""
    if not in_transaction():
        raise RuntimeError("change outside a transaction")
    last_act("change feed", _Feed).rows.update(dict.fromkeys((kind, str(key)) for key in keys))
    wake("feed")


class _Feed:
    """The rows of one transaction, numbered in the order of commits: a reader that has seen a number has seen
    all below it. PostgreSQL assigns numbers before the commit, so a transaction that commits late could be
    missed by a reader. The lock is taken as the last thing before the commit, when nothing else is waited
    for.
    """

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], None] = {}

    def write(self, session: Session) -> None:
        if not self.rows:
            return
        connection = session.connection()
        lock_feed(connection)
        now = utc_now()
        session.execute(insert(Change), [{"at": now, "kind": kind, "key": key} for kind, key in self.rows])


def lock_feed(connection: Connection) -> None:
    """Hold off other commits of public changes until this one is on disk. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({FEED_LOCK})")


def latest_change() -> int:
    """The position of the feed's newest row; 0 when nothing has changed yet."""
    return db.session.scalar(select(func.max(Change.id))) or 0


def kinds_changed(after: int) -> set[str]:
    """Of what kinds the rows after a position are."""
    return set(db.session.scalars(select(Change.kind).where(Change.id > after).distinct()))


def list_changes(after: int, limit: int = 500) -> list[Change]:
    """The rows after a position, oldest first."""
    return list(db.session.scalars(select(Change).where(Change.id > after).order_by(Change.id).limit(limit)))
