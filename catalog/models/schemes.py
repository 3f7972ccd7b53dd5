"""Kinds of certificates as the ministry's officers keep them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class CertificateScheme(HasId, Base):
    """A scheme that was changed or added here; it takes the place of the one with its code that comes with the
    program. issuers: name, first and last day, stars. months: how long a paper usually runs, None if not known.
    """

    __tablename__ = "certificate_scheme"

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name_vi: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")
    issuers: Mapped[list[Any]]
    months: Mapped[int | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(default="")
    is_offered: Mapped[bool] = mapped_column(default=True)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.name_vi or self.code
