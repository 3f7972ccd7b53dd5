"""Messages to a person, and how they want to get them by mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class Notification(HasId, Base):
    """One message to one person, in their language. kind: see `kinds`; mail: how it goes out ("each", "daily",
    "off"); mailed_at: when its mail was written.
    """

    __tablename__ = "notification"
    __table_args__ = (Index(None, "user_id", "read_at"), Index(None, "mail", "mailed_at"))

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    mail: Mapped[str]
    created_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None] = mapped_column(default=None)
    read_at: Mapped[datetime | None] = mapped_column(default=None)


class MailPreference(Base):
    """How a person wants one kind of message by mail; without a row each is sent."""

    __tablename__ = "mail_preference"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
