"""The reports of periods as a tamper-evident log: what was signed and what was opened again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.core.audit import append_only
from app.core.database.base import Base, HasId


class ReportLogEdge(HasId, Base):
    """The right edge of the log: one row. nodes: hexadecimal."""

    __tablename__ = "programme_report_log_edge"

    size: Mapped[int] = mapped_column(default=0)
    nodes: Mapped[list[Any]]


class ReportLogLeaf(HasId, Base):
    """One record of the log: canonical JSON with its salt and hash in hexadecimal. Append-only.

    report: as `slug/unit/period`, see `programme.report_log.writer`.
    """

    __tablename__ = "programme_report_log_leaf"

    position: Mapped[int] = mapped_column(unique=True)
    report: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    event: Mapped[str]
    salt: Mapped[str]
    leaf_hash: Mapped[str]
    at: Mapped[datetime]


class ReportLogCheckpoint(HasId, Base):
    """A signed root of the log (C2SP note form). Append-only."""

    __tablename__ = "programme_report_log_checkpoint"

    size: Mapped[int]
    root: Mapped[str]
    note: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


for _table in ("programme_report_log_leaf", "programme_report_log_checkpoint"):
    append_only(_table)
