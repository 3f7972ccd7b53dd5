"""Reads of reports, of what the next one would tell, and of who has not reported."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.database.base import db
from app.core.errors import NotFound
from catalog.models import AdministrativeUnit
from catalog.units.communes import commune_title
from programme.enums import COUNTED
from programme.models import Activity, Beneficiary, Fact, PeriodReport, Programme, ReportLine, Target
from programme.period_reports.rules import PEOPLE, Period, addition, beneficiary_of, parts_added

PERSON = "person"
"""Code of the measure in which learners are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a fact adds to a report, signed or to come."""

    fact_id: int
    target_id: int
    title: str
    number: int
    day: date
    evidence: str
    is_correction: bool
    area: str = ""
    beneficiary: str = ""
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One target in a report. new: of the period itself; corrected: of earlier ones; before: told by earlier reports,
    or done before the period of the first one.
    """

    target: Target
    new: int
    corrected: int
    before: int

    @property
    def total(self) -> int:
        return self.before + self.new + self.corrected


def get_report(report_id: int) -> PeriodReport:
    """Raises NotFound."""
    query = (
        select(PeriodReport)
        .where(PeriodReport.id == report_id)
        .options(selectinload(PeriodReport.lines), joinedload(PeriodReport.programme))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("not_found")
    return found


def list_reports(programme: Programme) -> list[PeriodReport]:
    """The newest period first."""
    query = (
        select(PeriodReport)
        .where(PeriodReport.programme_id == programme.id)
        .options(joinedload(PeriodReport.unit))
        .order_by(PeriodReport.ends.desc(), PeriodReport.period, PeriodReport.id)
    )
    return list(db.session.scalars(query))


def lines_to_tell(programme: Programme, unit: AdministrativeUnit | None, period: Period) -> list[Line]:
    """What a report would tell now: every fact up to its last day, less what signed reports told of it. One that has
    left the province since is taken away again. The first report of all corrects nothing: what was done before its
    period was never told.
    """
    told, told_parts = _told(programme, unit, period), _told_parts(programme, unit, period)
    is_first = db.session.scalar(_signed(programme, unit, period).limit(1)) is None
    query = select(Fact).join(Target, Fact.target_id == Target.id).where(Target.programme_id == programme.id)
    area: set[int] | None = None
    if unit is not None:
        before = select(AdministrativeUnit.id).where(AdministrativeUnit.successor_id == unit.id)
        area = {unit.id, *db.session.scalars(before)}
        earlier = _signed_lines(programme, unit, period).with_only_columns(ReportLine.fact_id)
        query = query.where(Fact.unit_id.in_(area) | Fact.id.in_(earlier))
    found = []
    helped = selectinload(Fact.activity).selectinload(Activity.beneficiaries).joinedload(Beneficiary.facility)
    query = query.options(joinedload(Fact.unit), joinedload(Fact.facility), helped)
    for fact in db.session.scalars(query.order_by(Fact.target_id, Fact.day, Fact.id)):
        stands = _stands(fact, area, period)
        number = addition(fact.number if stands else 0, told.get(fact.id, 0))
        parts = parts_added(_parts(fact) if stands else {}, told_parts.get(fact.id, {}))
        if number or parts:
            is_correction = fact.id in told or (not is_first and fact.day < period.begins)
            found.append(
                Line(
                    fact.id, fact.target_id, fact.title, number, fact.day, fact.evidence, is_correction,
                    _area(fact, unit), _beneficiary(fact), parts,
                )
            )  # fmt: skip
    return found


def _stands(fact: Fact, area: set[int] | None, period: Period) -> bool:
    """Whether it counts at the end of a period. area: ids of units, None for the nation."""
    is_here = area is None or fact.unit_id in area
    return is_here and fact.withdrawn_at is None and fact.evidence in COUNTED and fact.day <= period.ends


def _area(fact: Fact, unit: AdministrativeUnit | None) -> str:
    """The province of today for the nation; for a province the commune, else what the facility wrote."""
    if unit is None:
        return fact.unit.present.name_vi if fact.unit is not None else ""
    if fact.commune_key:
        return commune_title(fact.commune_key)
    return fact.facility.commune if fact.facility is not None else ""


def _beneficiary(fact: Fact) -> str:
    """The kind of the facility, or of all that the activity helped; learners are people and nothing else."""
    if fact.facility is not None:
        return fact.facility.kind
    helped = fact.activity.beneficiaries if fact.activity is not None else []
    is_people = fact.target.measure.code == PERSON
    return beneficiary_of([row.facility.kind for row in helped], is_people=is_people)


def _parts(fact: Fact) -> Mapping[str, int]:
    is_people = _beneficiary(fact) == PEOPLE
    return fact.activity.breakdown if is_people and fact.activity is not None else {}


def figures_of(
    programme: Programme, report: PeriodReport, lines: list[Line] | list[ReportLine]
) -> list[Figure]:
    """Every target of the programme with what a report tells of it."""
    new, corrected, before = (defaultdict[int, int](int) for _ in range(3))
    before.update(_told_by_target(programme, report))
    for line in lines:
        is_old = line.day < report.begins
        (corrected if line.is_correction else before if is_old else new)[line.target_id] += line.number
    return [
        Figure(target, new[target.id], corrected[target.id], before[target.id])
        for target in programme.targets
    ]


def _told(programme: Programme, unit: AdministrativeUnit | None, period: Period) -> dict[int, int]:
    """Fact -> what signed reports of the same unit told of it."""
    query = _signed_lines(programme, unit, period).group_by(ReportLine.fact_id)
    return {fact_id: int(number) for fact_id, number in db.session.execute(query)}


def _told_parts(
    programme: Programme, unit: AdministrativeUnit | None, period: Period
) -> dict[int, dict[str, int]]:
    """As `_told`, of the parts of the learners."""
    query = select(ReportLine.fact_id, ReportLine.parts).where(
        ReportLine.report_id.in_(_signed(programme, unit, period)), ReportLine.beneficiary == PEOPLE
    )
    found = defaultdict[int, dict[str, int]](lambda: defaultdict(int))
    for fact_id, parts in db.session.execute(query):
        for name, number in parts.items():
            found[fact_id][name] += number
    return found


def _signed_lines(programme: Programme, unit: AdministrativeUnit | None, period: Period) -> Select[int, int]:
    """What the other signed reports of a unit tell."""
    return select(ReportLine.fact_id, func.sum(ReportLine.number)).where(
        ReportLine.report_id.in_(_signed(programme, unit, period))
    )


def _signed(programme: Programme, unit: AdministrativeUnit | None, period: Period) -> Select[int]:
    """The other signed reports of a unit; quarters and years are series of their own."""
    return select(PeriodReport.id).where(
        PeriodReport.programme_id == programme.id,
        PeriodReport.unit_id == (unit.id if unit is not None else None),
        PeriodReport.state == "signed",
        PeriodReport.period != period.code,
        func.length(PeriodReport.period) == len(period.code),
    )


def _told_by_target(programme: Programme, report: PeriodReport) -> dict[int, int]:
    query = (
        select(ReportLine.target_id, func.sum(ReportLine.number))
        .join(PeriodReport, ReportLine.report_id == PeriodReport.id)
        .where(
            PeriodReport.programme_id == programme.id,
            PeriodReport.unit_id == report.unit_id,
            PeriodReport.state == "signed",
            PeriodReport.ends < report.ends,
            func.length(PeriodReport.period) == len(report.period),
        )
        .group_by(ReportLine.target_id)
    )
    return {target_id: int(number) for target_id, number in db.session.execute(query)}
