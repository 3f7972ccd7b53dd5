"""Craft villages and the facilities in them."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models import Facility
from catalog.models.name_keys import keep_search_key, keep_sort_key, search_key_column, sort_key_column
from programme.models.places import Place

SEARCHED = ("name_vi", "craft", "decision_number", "commune")


class CraftVillage(HasId, Place, Base):
    """A craft village (làng nghề), a traditional one, or a traditional craft (Decree 52/2018/NĐ-CP).

    issuer, unit_then: who recognised it, and the province by the name it had then. since_year, households,
    craft_households, stable_years, environment: the facts of the criteria, as judged in criteria_year.
    """

    KIND = "village"
    __tablename__ = "craft_village"

    kind: Mapped[str]
    craft: Mapped[str]
    hours: Mapped[str] = mapped_column(default="")
    decision_number: Mapped[str]
    decision_date: Mapped[date]
    issuer: Mapped[str]
    unit_then: Mapped[str] = mapped_column(default="")
    since_year: Mapped[int | None] = mapped_column(default=None)
    households: Mapped[int | None] = mapped_column(default=None)
    craft_households: Mapped[int | None] = mapped_column(default=None)
    workers: Mapped[int | None] = mapped_column(default=None)
    stable_years: Mapped[int | None] = mapped_column(default=None)
    environment: Mapped[str] = mapped_column(default="")
    criteria_year: Mapped[int | None] = mapped_column(default=None)
    revoked_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    sort_key: Mapped[str] = sort_key_column("name_vi")
    search_key: Mapped[str] = search_key_column(*SEARCHED)

    facilities: Mapped[list[Facility]] = relationship(
        secondary="village_facility", order_by="Facility.sort_key"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy


class VillageFacility(Base):
    __tablename__ = "village_facility"

    village_id: Mapped[int] = mapped_column(ForeignKey("craft_village.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True, index=True)


name_constraint("uq_craft_village_slug", "slug_taken", "name_vi")
keep_sort_key(CraftVillage, "name_vi")
keep_search_key(CraftVillage, *SEARCHED)
