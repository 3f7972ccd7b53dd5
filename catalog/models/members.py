"""Invitations into a facility."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from catalog.models.facilities import Facility


class FacilityInvitation(HasId, Base):
    """A link sent to an address; it works once. key_hash: SHA-256 of its secret. duty: see `app.core.actor.Duty`.

    used_at: taken up, or withdrawn where withdrawn is true.
    """

    __tablename__ = "facility_invitation"

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    email: Mapped[str]
    duty: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn: Mapped[bool] = mapped_column(default=False)

    facility: Mapped[Facility] = relationship()

    @property
    def audit_label(self) -> str:
        return self.email
