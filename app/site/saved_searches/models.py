"""Searches that a person follows."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint


class SavedSearch(HasId, Base):
    """question: as it stands after the `?` of the catalogue's address. seen_at: what was published by then has been
    told. checked_on: the day it was last looked at.
    """

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("user_id", "question"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    question: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    checked_on: Mapped[date | None] = mapped_column(default=None, index=True)

    @property
    def audit_label(self) -> str:
        return self.name


name_constraint("uq_saved_search_user_id_question", "search_saved_already", "question")
