"""The registration paper of a facility: asked once, seen by who verifies, used again in each dossier."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database.base import Base, HasId


class RegistrationPaper(HasId, Base):
    """A scan of the business registration. replaced_at: when a newer one took its place; old ones stay for who
    looks into a dossier of that time.
    """

    __tablename__ = "registration_paper"

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    file: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    kept_at: Mapped[datetime]
    kept_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)
