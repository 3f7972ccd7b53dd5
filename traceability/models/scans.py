"""Tables of scans and of signals raised from them.

`scan`, `scan_total`, `scan_day` and `scan_key` have no foreign keys: under SQLite they live in a file of their own, so
that counting never waits for the catalogue's lock (`traceability.scans.store`). They hold no code, only its hash.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from traceability.models.labels import TraceCode


class Scan(Base):
    """One person's scan of a code on one day, kept 30 days. hour: UTC, its start; day: its date.

    visitor: hash under the day's key, which is thrown away when the day is over. unit_code: the province that the
    visitor chose to tell, "" where none was told. PostgreSQL keeps each day in a table of its own.
    """

    __tablename__ = "scan"
    __table_args__ = (Index(None, "lot_id", "is_item"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    visitor: Mapped[str] = mapped_column(primary_key=True)
    lot_id: Mapped[int]
    product_id: Mapped[int | None] = mapped_column(default=None)
    is_item: Mapped[bool]
    hour: Mapped[datetime]
    unit_code: Mapped[str] = mapped_column(default="")


class ScanTotal(Base):
    """All scans of a code: a count, no people. first: the hour of the first."""

    __tablename__ = "scan_total"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    first: Mapped[datetime]


class ScanDay(Base):
    """Scans of all codes of a lot on one day; of days over 400 ago those of their month, at its first day."""

    __tablename__ = "scan_day"

    lot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class ScanKey(Base):
    """The key that a day's visitors are hashed under, shared by all workers; removed when the day is over."""

    __tablename__ = "scan_key"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str]


class CodeSignal(HasId, Base):
    """Something odd about the scans of one item's code: spread, speed, after-sold
    (`traceability.signals.rules`).

    It says that somebody should check, never that anything is fake. scans, provinces: what it was raised on.
    """

    __tablename__ = "code_signal"
    __table_args__ = (Index(None, "code_id", "kind"),)

    code_id: Mapped[int] = mapped_column(ForeignKey("trace_code.id"))
    kind: Mapped[str]
    scans: Mapped[int]
    provinces: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    answer: Mapped[str] = mapped_column(default="")

    code: Mapped[TraceCode] = relationship()
