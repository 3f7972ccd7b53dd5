"""What happens to a certificate after it was issued, where its own row cannot tell."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.constraints import name_constraint
from app.core.db import Base, HasId
from catalog.models import Award


class AwardCorrection(HasId, Base):
    """A new certificate that takes the place of one with a mistake in it. Append-only."""

    __tablename__ = "award_correction"
    __table_args__ = (UniqueConstraint("old_id"), UniqueConstraint("new_id"))

    old_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    reason: Mapped[str]
    corrected_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    corrected_at: Mapped[datetime]

    old: Mapped[Award] = relationship(foreign_keys=[old_id])
    new: Mapped[Award] = relationship(foreign_keys=[new_id])


append_only("award_correction")
name_constraint("uq_award_correction_old_id", "award_corrected_already")
