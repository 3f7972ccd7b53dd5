"""Activities of a programme, what they cost, whom they helped."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import BIG, Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.brochures import BrochurePrint
from catalog.models.credentials import Trademark
from catalog.models.facilities import Facility
from catalog.models.name_keys import keep_search_key, keep_sort_key, search_key_column, sort_key_column
from catalog.models.units import AdministrativeUnit
from programme.models.fairs import Fair
from programme.models.showrooms import Showroom


class ActivityKind(HasId, Base):
    """A kind of activity, loaded with a programme. measures: codes of what it is counted in, the usual one first."""

    __tablename__ = "programme_activity_kind"

    code: Mapped[str] = mapped_column(unique=True)
    name_vi: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    measures: Mapped[list[Any]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(default=0)


class Activity(HasId, Base):
    """A training, a model, a machine handed over, a workshop. unit_id: the province as it was on the day it began;
    commune_key: list and code of the commune of today in which it was held, "" where none is told.

    quantities: code of a measure -> number. breakdown: parts of the learners: women, minority, poor. Sums in đồng: of
    the nation's and the province's promotion money, and the facility's own. document: what proves it. held_by: who
    said that it was held; another person accepts it.
    """

    __tablename__ = "programme_activity"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        Index(None, "unit_id", "starts_on"),
        Index(None, "kind_id"),
    )

    kind_id: Mapped[int] = mapped_column(ForeignKey("programme_activity_kind.id"))
    title: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    commune_key: Mapped[str] = mapped_column(default="", server_default="")
    place: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="planned")
    quantities: Mapped[dict[str, Any]] = mapped_column(default=dict)
    breakdown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    planned_national: Mapped[int] = mapped_column(BIG, default=0)
    planned_local: Mapped[int] = mapped_column(BIG, default=0)
    planned_own: Mapped[int] = mapped_column(BIG, default=0)
    used_national: Mapped[int] = mapped_column(BIG, default=0)
    used_local: Mapped[int] = mapped_column(BIG, default=0)
    used_own: Mapped[int] = mapped_column(BIG, default=0)
    document: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), default=None, index=True)
    showroom_id: Mapped[int | None] = mapped_column(ForeignKey("showroom.id"), default=None, index=True)
    brochure_id: Mapped[int | None] = mapped_column(ForeignKey("brochure_print.id"), default=None, index=True)
    held_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_reason: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    sort_key: Mapped[str] = sort_key_column("title")
    search_key: Mapped[str] = search_key_column("title", "document")
    version: Mapped[int] = mapped_column(default=1)

    kind: Mapped[ActivityKind] = relationship()
    unit: Mapped[AdministrativeUnit | None] = relationship()
    fair: Mapped[Fair | None] = relationship()
    showroom: Mapped[Showroom | None] = relationship()
    brochure: Mapped[BrochurePrint | None] = relationship()
    beneficiaries: Mapped[list["Beneficiary"]] = relationship(
        back_populates="activity", order_by="Beneficiary.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.title


class Beneficiary(HasId, Base):
    """A facility that an activity helped. trademark_id: the mark whose registration was supported.

    shown_at, shown_by: since when, and by whom, the facility lets its page tell of the support; None while it does not.
    """

    __tablename__ = "programme_beneficiary"
    __table_args__ = (UniqueConstraint("activity_id", "facility_id"), Index(None, "facility_id"))

    activity_id: Mapped[int] = mapped_column(ForeignKey("programme_activity.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    trademark_id: Mapped[int | None] = mapped_column(ForeignKey("trademark.id"), default=None)
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    shown_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)

    activity: Mapped[Activity] = relationship(back_populates="beneficiaries")
    facility: Mapped[Facility] = relationship()
    trademark: Mapped[Trademark | None] = relationship()

    @property
    def audit_label(self) -> str:
        return f"{self.facility.name}: {self.activity.title}"


class ActivityFile(HasId, Base):
    """A paper or a picture of an activity, stored without what the camera wrote into it.

    renditions: width -> file of a picture, none of them public by its name; empty for a paper. is_public: anyone may
    see the picture. text_vi, text_en: what it is or shows.
    """

    __tablename__ = "programme_activity_file"
    __table_args__ = (UniqueConstraint("activity_id", "file"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("programme_activity.id"))
    file: Mapped[str]
    media_type: Mapped[str]
    renditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    text_vi: Mapped[str] = mapped_column(default="")
    text_en: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    added_at: Mapped[datetime]

    activity: Mapped[Activity] = relationship()

    @property
    def audit_label(self) -> str:
        return f"{self.activity.title}: {self.text_vi}"


name_constraint("ck_programme_activity_days_in_order", "dates_out_of_order", "ends_on")
name_constraint("uq_programme_beneficiary_activity_id_facility_id", "facility_twice", "facilities")
keep_sort_key(Activity, "title")
keep_search_key(Activity, "title", "document")
