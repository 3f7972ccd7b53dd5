"""Print runs of brochures."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.units import AdministrativeUnit


class BrochurePrint(HasId, Base):
    """Copies of a brochure that were printed. unit_id: the province as it was on the day, None for the whole country.

    document: what proves it. is_told: entered among the activities of a programme already, so not counted from here.
    removed_at: when it was taken back; the row stays.
    """

    __tablename__ = "brochure_print"
    __table_args__ = (CheckConstraint("copies > 0", name="copies_positive"), Index(None, "unit_id"))

    title: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    copies: Mapped[int]
    printed_on: Mapped[date]
    document: Mapped[str]
    is_told: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    noted_at: Mapped[datetime]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)

    unit: Mapped[AdministrativeUnit | None] = relationship()

    @property
    def audit_label(self) -> str:
        return self.title


name_constraint("ck_brochure_print_copies_positive", "brochure_copies", "copies")
