"""What happened to an application for a trademark, and the support that was asked for it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from catalog.models.credentials import Trademark


class TrademarkStep(HasId, Base):
    """One notice or act, as the facility told it. kind: see `catalog.enums.TrademarkStepKind`. file,
    file_type: the paper of it, "" for none.
    """

    __tablename__ = "trademark_step"

    trademark_id: Mapped[int] = mapped_column(ForeignKey("trademark.id"), index=True)
    kind: Mapped[str]
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    file: Mapped[str] = mapped_column(default="")
    file_type: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    recorded_at: Mapped[datetime]

    trademark: Mapped[Trademark] = relationship()

    @property
    def audit_label(self) -> str:
        return self.trademark.name


class TrademarkTermSet(HasId, Base):
    """Terms in months by code (`catalog.trademark_course.labels.DEADLINES`), from a day on, as an officer set them."""

    __tablename__ = "trademark_term_set"

    begins: Mapped[date] = mapped_column(unique=True)
    months: Mapped[dict[str, Any]]
    source: Mapped[str]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.begins.isoformat()


class TrademarkSupport(HasId, Base):
    """A facility asks the department for support with a mark. closed_at: settled or withdrawn."""

    __tablename__ = "trademark_support"

    trademark_id: Mapped[int] = mapped_column(ForeignKey("trademark.id"), index=True)
    wish: Mapped[str]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)

    trademark: Mapped[Trademark] = relationship()

    @property
    def audit_label(self) -> str:
        return self.trademark.name
