"""Roll-up: what a report tells by province or commune, and which provinces have reported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.database.base import db
from app.core.text import sort_key
from catalog.models import AdministrativeUnit
from catalog.units.queries import list_units
from programme.models import PeriodReport, Programme, ReportLine, Target
from programme.period_reports.queries import Line
from programme.period_reports.rules import Period


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One target in one area. reported: what signed reports of that province tell, in a report of the nation."""

    area: str
    target: Target
    new: int
    corrected: int
    reported: int | None = None


@dataclass(frozen=True, slots=True)
class Reporting:
    """Whether a province of today has reported. report: the one there is, whatever its state."""

    unit: AdministrativeUnit
    report: PeriodReport | None

    @property
    def is_signed(self) -> bool:
        return self.report is not None and self.report.state == "signed"


def area_figures(report: PeriodReport, lines: Sequence[Line] | Sequence[ReportLine]) -> list[AreaFigure]:
    """By area in the order of its name, then by target; what names no area comes last."""
    new, corrected = defaultdict[tuple[str, int], int](int), defaultdict[tuple[str, int], int](int)
    for line in lines:
        if line.is_correction or line.day >= report.begins:
            (corrected if line.is_correction else new)[line.area, line.target_id] += line.number
    reported = _reported(report) if report.unit_id is None else {}
    position = {target.id: place for place, target in enumerate(report.programme.targets)}
    targets = {target.id: target for target in report.programme.targets}
    keys = {key for key in new.keys() | corrected.keys() | reported.keys() if key[1] in targets}
    order = sorted(keys, key=lambda key: (not key[0], sort_key(key[0]), position[key[1]]))
    return [
        AreaFigure(
            area, targets[target_id], new[area, target_id], corrected[area, target_id],
            reported.get((area, target_id), 0) if report.unit_id is None else None,
        )
        for area, target_id in order
    ]  # fmt: skip


def _reported(report: PeriodReport) -> dict[tuple[str, int], int]:
    """(province, target) -> what the signed reports of provinces for the same period tell."""
    query = (
        select(AdministrativeUnit.name_vi, ReportLine.target_id, func.sum(ReportLine.number))
        .join(PeriodReport, ReportLine.report_id == PeriodReport.id)
        .join(AdministrativeUnit, PeriodReport.unit_id == AdministrativeUnit.id)
        .where(
            PeriodReport.programme_id == report.programme_id,
            PeriodReport.period == report.period,
            PeriodReport.state == "signed",
            (ReportLine.day >= report.begins) | ReportLine.is_correction,
        )
        .group_by(AdministrativeUnit.name_vi, ReportLine.target_id)
    )
    return {(name, target_id): int(number) for name, target_id, number in db.session.execute(query)}


def list_reporting(programme: Programme, period: Period) -> list[Reporting]:
    """Every province of today with its report for a period."""
    query = select(PeriodReport).where(
        PeriodReport.programme_id == programme.id,
        PeriodReport.period == period.code,
        PeriodReport.unit_id.is_not(None),
    )
    reports = {row.unit_id: row for row in db.session.scalars(query)}
    return [Reporting(unit, reports.get(unit.id)) for unit in list_units()]
