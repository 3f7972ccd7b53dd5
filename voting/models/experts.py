"""The pool of experts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint


class Expert(HasId, Base):
    """What a juror can judge. title: title and office, printed in minutes; groups: keys of product groups.

    away_from, away_until: one absence to come, both days inside it; None without one.
    """

    __tablename__ = "expert"
    __table_args__ = (
        UniqueConstraint("user_id"),
        CheckConstraint(
            "away_from IS NULL OR away_until IS NULL OR away_until >= away_from", name="away_in_order"
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str] = mapped_column(default="")
    groups: Mapped[list[Any]] = mapped_column(default=list)
    away_from: Mapped[date | None] = mapped_column(default=None)
    away_until: Mapped[date | None] = mapped_column(default=None)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime]

    user: Mapped[User] = relationship(foreign_keys=[user_id])

    @property
    def audit_label(self) -> str:
        return self.user.email


name_constraint("ck_expert_away_in_order", "dates_out_of_order", "away_until")
