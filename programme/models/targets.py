"""Programmes, their targets, and the versions of a target that amendments made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.units import AdministrativeUnit


class Programme(HasId, Base):
    """A programme of a nation or a province for some years (chương trình khuyến công).

    level: as `catalog.enums.Level`. unit_id: the province as it was when the programme began; None for the nation.
    source: where its text was read. successor_id: the programme that replaces it.
    """

    __tablename__ = "programme"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="days_in_order"),)

    slug: Mapped[str] = mapped_column(unique=True)
    title_vi: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    level: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    decision_number: Mapped[str] = mapped_column(default="")
    decision_day: Mapped[date | None] = mapped_column(default=None)
    issuer: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), default=None)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[AdministrativeUnit | None] = relationship()
    successor: Mapped["Programme | None"] = relationship(remote_side="Programme.id")
    targets: Mapped[list["Target"]] = relationship(back_populates="programme", order_by="Target.position")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.title_vi


class Measure(HasId, Base):
    """What a target is counted in: machines, facilities, learners. Data of the programmes, not of the program."""

    __tablename__ = "programme_measure"

    code: Mapped[str] = mapped_column(unique=True)
    name_vi: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")


class Target(HasId, Base):
    """A target of a programme. What amendments may change is in its versions.

    counts: the kinds of sources that count towards it: kinds of activities, and rules for facts of this site
    (`programme.facts.rules`); an empty list takes any source of the measure.
    """

    __tablename__ = "programme_target"
    __table_args__ = (UniqueConstraint("programme_id", "code"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    code: Mapped[str]
    position: Mapped[int]
    chapter_vi: Mapped[str] = mapped_column(default="")
    chapter_en: Mapped[str] = mapped_column(default="")
    measure_id: Mapped[int] = mapped_column(ForeignKey("programme_measure.id"))
    counts: Mapped[list[Any]] = mapped_column(default=list)

    programme: Mapped[Programme] = relationship(back_populates="targets")
    measure: Mapped[Measure] = relationship()
    versions: Mapped[list["TargetVersion"]] = relationship(
        back_populates="target", order_by="TargetVersion.from_day"
    )

    @property
    def audit_label(self) -> str:
        return f"{self.code} {self.versions[-1].wording_vi}" if self.versions else self.code

    def version_on(self, day: date) -> "TargetVersion":
        """The version in force on a day; the first one before any is."""
        begun = [version for version in self.versions if version.from_day <= day]
        return begun[-1] if begun else self.versions[0]


class TargetVersion(HasId, Base):
    """Wording and number of a target from a day on. number: None where the text gives none.

    is_approximate: the text says "about", so the number is no pass line. breakdown: parts that the text names, rows
    {"of", "number"}. decision: what set or amended it.
    """

    __tablename__ = "programme_target_version"
    __table_args__ = (
        UniqueConstraint("target_id", "from_day"),
        CheckConstraint("number IS NULL OR number > 0", name="number_positive"),
        Index(None, "target_id"),
    )

    target_id: Mapped[int] = mapped_column(ForeignKey("programme_target.id"))
    from_day: Mapped[date]
    decision: Mapped[str] = mapped_column(default="")
    wording_vi: Mapped[str]
    wording_en: Mapped[str] = mapped_column(default="")
    number: Mapped[int | None] = mapped_column(default=None)
    is_approximate: Mapped[bool] = mapped_column(default=False)
    breakdown: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    recorded_at: Mapped[datetime]

    target: Mapped[Target] = relationship(back_populates="versions")


name_constraint("uq_programme_slug", "programme_slug_taken", "slug")
name_constraint("ck_programme_days_in_order", "dates_out_of_order", "ends_on")
name_constraint("uq_programme_target_programme_id_code", "target_code_twice", "code")
name_constraint("uq_programme_target_version_target_id_from_day", "version_day_twice", "from_day")
name_constraint("ck_programme_target_version_number_positive", "target_number_low", "number")
