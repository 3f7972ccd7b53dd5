"""Administrative units, dated."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId


class AdministrativeUnit(HasId, Base):
    """A province or city for a span of days. Codes were reused on 1 July 2025: never join on `code` alone.

    list_version: `2004` (63 units, until 30 June 2025) or `2025` (34 units). successor_id: the unit of the
    next list it went into. valid_until: inclusive, None while in force. earlier_*: name and kind until a
    day within its list (Thừa Thiên Huế, a province until 31 December 2024); empty where nothing changed.
    """

    __tablename__ = "administrative_unit"
    __table_args__ = (UniqueConstraint("list_version", "code"),)

    list_version: Mapped[str]
    code: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    slug: Mapped[str]
    kind: Mapped[str]
    region: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"))
    earlier_name: Mapped[str] = mapped_column(default="")
    earlier_kind: Mapped[str] = mapped_column(default="")
    earlier_until: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")

    successor: Mapped["AdministrativeUnit | None"] = relationship(remote_side="AdministrativeUnit.id")

    @property
    def present(self) -> "AdministrativeUnit":
        """The unit of the list in force that this one has become; itself where nothing followed."""
        unit = self
        while unit.successor is not None:
            unit = unit.successor
        return unit

    def name_in(self, locale: str) -> str:
        return self.name_en if locale == "en" else self.name_vi

    def name_on(self, day: date) -> str:
        return self.earlier_name if self.earlier_until and day <= self.earlier_until else self.name_vi

    def kind_on(self, day: date) -> str:
        return self.earlier_kind if self.earlier_until and day <= self.earlier_until else self.kind
