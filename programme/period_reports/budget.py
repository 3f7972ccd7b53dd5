"""Money of a report: planned and used by the three sources, in the period and since the programme began."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, func, select

from app.core.database.base import db
from catalog.models import AdministrativeUnit
from programme.activities.rules import SUMS
from programme.facts.queries import activity_stands
from programme.models import Activity, Fact, PeriodReport, Programme, Target
from programme.period_reports.rules import Period


@dataclass(frozen=True, slots=True)
class Sums:
    """By name of a source (`activities.rules.SUMS`), in đồng. activities: how many they are of."""

    planned: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, int] = field(default_factory=dict)
    activities: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    period: Sums
    whole: Sums
    """Since the programme began, up to the end of the period."""

    @property
    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """Source; planned and used in the period; planned and used since the programme began."""
        now, whole = self.period, self.whole
        return [
            (
                name,
                now.planned.get(name, 0),
                now.used.get(name, 0),
                whole.planned.get(name, 0),
                whole.used.get(name, 0),
            )
            for name in SUMS
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            name: {"planned": dict(sums.planned), "used": dict(sums.used), "activities": sums.activities}
            for name, sums in (("period", self.period), ("whole", self.whole))
        }


def budget_of(report: PeriodReport) -> Budget:
    """As it was signed; before that, as it is now."""
    if report.state == "signed" and report.budget:
        return Budget(*(Sums(**report.budget[name]) for name in ("period", "whole")))
    return budget_now(report.programme, report.unit, Period(report.period, report.begins, report.ends))


def budget_now(programme: Programme, unit: AdministrativeUnit | None, period: Period) -> Budget:
    """Of the activities that count in the programme, each once however many targets it counts for."""
    return Budget(
        _sums(programme, unit, period, since_start=False), _sums(programme, unit, period, since_start=True)
    )


def _sums(
    programme: Programme, unit: AdministrativeUnit | None, period: Period, *, since_start: bool
) -> Sums:
    counts = (
        exists()
        .where(Fact.activity_id == Activity.id, Fact.withdrawn_at.is_(None), Fact.target_id == Target.id)
        .where(Target.programme_id == programme.id)
    )
    names = [f"{part}_{name}" for part in ("planned", "used") for name in SUMS]
    query = select(func.count(Activity.id), *(func.sum(getattr(Activity, name)) for name in names)).where(
        activity_stands(), Activity.ends_on <= period.ends, counts
    )
    if not since_start:
        query = query.where(Activity.ends_on >= period.begins)
    if unit is not None:
        before = select(AdministrativeUnit.id).where(AdministrativeUnit.successor_id == unit.id)
        query = query.where(Activity.unit_id.in_([unit.id, *db.session.scalars(before)]))
    number, *amounts = db.session.execute(query).one()
    found = {name: int(amount or 0) for name, amount in zip(names, amounts, strict=True)}
    return Sums(
        planned={name: found[f"planned_{name}"] for name in SUMS},
        used={name: found[f"used_{name}"] for name in SUMS},
        activities=number,
    )
