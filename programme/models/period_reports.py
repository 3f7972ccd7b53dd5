"""Reports of a period: figures that two people signed, fact by fact."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database.base import Base, HasId
from app.core.database.constraints import name_constraint
from catalog.models.units import AdministrativeUnit
from programme.models.facts import Fact
from programme.models.targets import Programme, Target


class PeriodReport(HasId, Base):
    """What one unit reports of a programme for one period. unit_id: a province of today; None for the nation.

    period: as 2023Q2, or 2023 for the year. state: prepared (one signature), signed, open (opened from above). budget:
    what `budget.Budget.as_json` gives, as it was signed; empty before.
    """

    __tablename__ = "programme_report"
    __table_args__ = (
        UniqueConstraint("programme_id", "unit_id", "period"),
        Index(
            "uq_programme_report_programme_id_period", "programme_id", "period", unique=True,
            sqlite_where=text("unit_id IS NULL"), postgresql_where=text("unit_id IS NULL"),
        ),
    )  # fmt: skip

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("administrative_unit.id"), default=None)
    period: Mapped[str]
    begins: Mapped[date]
    ends: Mapped[date]
    state: Mapped[str] = mapped_column(default="prepared")
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    prepared_at: Mapped[datetime]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), default=None)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    budget: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reopened_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = relationship()
    unit: Mapped[AdministrativeUnit | None] = relationship()
    lines: Mapped[list["ReportLine"]] = relationship(
        back_populates="report", order_by="ReportLine.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # read once by SQLAlchemy

    @property
    def audit_label(self) -> str:
        return f"{self.period} {self.programme.title_vi}"


class ReportLine(HasId, Base):
    """What one fact adds to a report, as it was signed. number: below nought where a correction takes away.

    is_correction: of what an earlier report told, or of an earlier period that no report told. area: the province of
    today in a report of the nation, the commune in one of a province; empty where the fact names none. beneficiary: see
    `period_reports.rules.beneficiary_of`, empty in what was signed before it was told; parts: of the learners.
    """

    __tablename__ = "programme_report_line"
    __table_args__ = (UniqueConstraint("report_id", "fact_id"), Index(None, "fact_id"))

    report_id: Mapped[int] = mapped_column(ForeignKey("programme_report.id"))
    fact_id: Mapped[int] = mapped_column(ForeignKey("programme_fact.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("programme_target.id"))
    number: Mapped[int]
    title: Mapped[str]
    day: Mapped[date]
    evidence: Mapped[str]
    is_correction: Mapped[bool] = mapped_column(default=False)
    area: Mapped[str] = mapped_column(default="")
    beneficiary: Mapped[str] = mapped_column(default="", server_default="")
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    report: Mapped[PeriodReport] = relationship(back_populates="lines")
    fact: Mapped[Fact] = relationship()
    target: Mapped[Target] = relationship()


name_constraint("uq_programme_report_programme_id_unit_id_period", "report_there", "period")
name_constraint("uq_programme_report_programme_id_period", "report_there", "period")
