"""Reads of the kept numbers: as many rows as there are values, however many facts there are."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.core.database.base import db
from programme.counts.cells import ALL, QUARTER, UNIT
from programme.enums import Evidence
from programme.models import Count, Programme, Target


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers by level of evidence. facts: how many facts they are made of, the declared ones among them."""

    accepted: int = 0
    document: int = 0
    declared: int = 0
    facts: int = 0

    @property
    def number(self) -> int:
        """What counts: what is only declared does not."""
        return self.accepted + self.document

    def plus(self, evidence: str, number: int, facts: int) -> "Counted":
        by = {str(level): getattr(self, level) for level in Evidence}
        by[evidence] += number
        return Counted(facts=self.facts + facts, **by)


def count_targets(programme: Programme) -> dict[int, Counted]:
    """Target -> what is counted for it."""
    query = _counts(programme.id, ALL, Count.target_id)
    found: dict[int, Counted] = {}
    for target_id, evidence, number, facts in db.session.execute(query):
        found[target_id] = found.get(target_id, Counted()).plus(evidence, number, facts)
    return found


def count_units(programme: Programme) -> dict[str, Counted]:
    """Code of today's province -> how many facts of it count, by evidence: numbers of unlike measures make no sum."""
    query = _counts(programme.id, UNIT, Count.value)
    found: dict[str, Counted] = {}
    for code, evidence, _number, facts in db.session.execute(query):
        found[code] = found.get(code, Counted()).plus(evidence, facts, facts)
    return found


def count_target_by(target: Target, facet: str) -> dict[str, Counted]:
    """Value of a facet -> what is counted for one target, in the order of the values. facet: UNIT or QUARTER."""
    query = (
        select(Count.value, Count.evidence, Count.number, Count.facts)
        .where(Count.target_id == target.id, Count.facet == facet, Count.facts > 0)
        .order_by(Count.value)
    )
    found: dict[str, Counted] = {}
    for value, evidence, number, facts in db.session.execute(query):
        found[value] = found.get(value, Counted()).plus(evidence, number, facts)
    return found


def count_quarters(target: Target) -> dict[str, Counted]:
    return count_target_by(target, QUARTER)


def _counts(programme_id: int, facet: str, key: Any) -> Select[tuple[Any, str, int, int]]:
    return (
        select(key, Count.evidence, Count.number, Count.facts)
        .join(Target, Count.target_id == Target.id)
        .where(Target.programme_id == programme_id, Count.facet == facet, Count.facts > 0)
    )
