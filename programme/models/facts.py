"""What counts towards targets, each with its source, and the numbers kept of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.audit import append_only
from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.facilities import Facility
from catalog.models.units import AdministrativeUnit
from programme.enums import Evidence
from programme.models.activities import Activity
from programme.models.targets import Target


class Fact(HasId, Base):
    """One thing that counts towards one target: nothing counts twice, for target and source are one key.

    source_kind, source_key: the thing (an activity, a facility, a year's selection, a certificate number). unit_id:
    the province as it was on the day. commune_key: list and code of the commune of today, "" where it is of the whole
    province. is_own: worked out from what this site keeps, so nobody edits it. origin: where a fact from outside was
    read. counted_as: its cell in the kept numbers (`programme.counts.cells`).
    """

    __tablename__ = "programme_fact"
    __table_args__ = (
        UniqueConstraint("target_id", "source_kind", "source_key"),
        CheckConstraint("number > 0", name="number_positive"),
        Index(None, "target_id", "day"),
        Index(None, "source_kind", "source_key"),
    )

    target_id: Mapped[int] = mapped_column(ForeignKey("programme_target.id"))
    source_kind: Mapped[str]
    source_key: Mapped[str]
    title: Mapped[str]
    number: Mapped[int]
    day: Mapped[date]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    commune_key: Mapped[str] = mapped_column(default="", server_default="")
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), default=None, index=True)
    evidence: Mapped[str]
    document: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")
    activity_id: Mapped[int | None] = mapped_column(
        ForeignKey("programme_activity.id"), default=None, index=True
    )
    is_own: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    entered_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    counted_as: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    target: Mapped[Target] = relationship()
    unit: Mapped[AdministrativeUnit | None] = relationship()
    facility: Mapped[Facility | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    changes: Mapped[list["FactChange"]] = relationship(order_by="FactChange.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return self.title

    @property
    def is_year_only(self) -> bool:
        """Whether a published notice tells its year alone: what this site keeps with no more than a document."""
        return self.is_own and self.entered_by is None and self.evidence == Evidence.DOCUMENT

    @property
    def answered_by(self) -> int | None:
        """Who answers for it as it stands: who changed it last, else who entered it. To confirm is no change of it."""
        changed = [change for change in self.changes if change.after.keys() != {"evidence"}]
        return changed[-1].changed_by if changed else self.entered_by


class FactChange(HasId, Base):
    """A correction of a fact: what stood there before and what since. Append-only."""

    __tablename__ = "programme_fact_change"
    __table_args__ = (Index(None, "fact_id"),)

    fact_id: Mapped[int] = mapped_column(ForeignKey("programme_fact.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    changed_at: Mapped[datetime]


class Count(Base):
    """How much is counted for a target, by one facet (`programme.counts.cells`) and level of evidence."""

    __tablename__ = "programme_count"

    target_id: Mapped[int] = mapped_column(ForeignKey("programme_target.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    evidence: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    facts: Mapped[int]


append_only("programme_fact_change")
name_constraint("uq_programme_fact_target_id_source_kind_source_key", "fact_counted_already", "title")
name_constraint("ck_programme_fact_number_positive", "fact_number_low", "number")
