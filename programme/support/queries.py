"""Reads of support: a facility's own, whatever it agreed to, and what its public page tells."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from programme.models import Activity, ActivityKind, Beneficiary, Fact, Programme, Target
from programme.support.rules import TOLD_STATES, may_tell_title


@dataclass(frozen=True, slots=True)
class ToldSupport:
    """One support on a public page. title: None where it may name a facility that has not agreed."""

    kind: ActivityKind
    title: str | None
    day: date
    is_accepted: bool
    is_demo: bool
    programmes: tuple[Programme, ...]


def list_support(facility_ids: Collection[int]) -> list[Beneficiary]:
    """What facilities were helped with, the newest first; what is planned or cancelled is left out."""
    query = (
        select(Beneficiary)
        .join(Beneficiary.activity)
        .where(Beneficiary.facility_id.in_(facility_ids), Activity.state.in_(TOLD_STATES))
        .options(
            joinedload(Beneficiary.activity).joinedload(Activity.kind),
            joinedload(Beneficiary.activity).joinedload(Activity.unit),
            joinedload(Beneficiary.facility),
        )
        .order_by(Activity.ends_on.desc(), Beneficiary.id.desc())
    )
    return list(db.session.scalars(query))


def list_told_support(facility_id: int) -> list[ToldSupport]:
    """What the public page of a facility tells, the newest first."""
    query = (
        select(Beneficiary)
        .join(Beneficiary.activity)
        .where(
            Beneficiary.facility_id == facility_id,
            Beneficiary.shown_at.is_not(None),
            Activity.state.in_(TOLD_STATES),
        )
        .options(
            joinedload(Beneficiary.activity).joinedload(Activity.kind),
            joinedload(Beneficiary.activity).selectinload(Activity.beneficiaries),
        )
        .order_by(Activity.ends_on.desc(), Beneficiary.id.desc())
    )
    rows = list(db.session.scalars(query))
    programmes = programmes_of({row.activity_id for row in rows})
    return [_told(row, programmes.get(row.activity_id, ())) for row in rows]


def programmes_of(activity_ids: Collection[int]) -> dict[int, tuple[Programme, ...]]:
    """Activity -> the programmes that it counts in."""
    if not activity_ids:
        return {}
    query = (
        select(Fact.activity_id, Programme)
        .join(Target, Fact.target_id == Target.id)
        .join(Programme, Target.programme_id == Programme.id)
        .where(Fact.activity_id.in_(activity_ids), Fact.withdrawn_at.is_(None))
        .order_by(Programme.id)
    )
    found: dict[int, dict[int, Programme]] = {}
    for activity_id, programme in db.session.execute(query):
        assert activity_id is not None  # the query asks for some
        found.setdefault(activity_id, {})[programme.id] = programme
    return {activity_id: tuple(by_id.values()) for activity_id, by_id in found.items()}


def _told(row: Beneficiary, programmes: tuple[Programme, ...]) -> ToldSupport:
    activity = row.activity
    others = (other.shown_at is not None for other in activity.beneficiaries if other.id != row.id)
    return ToldSupport(
        kind=activity.kind,
        title=activity.title if may_tell_title(others) else None,
        day=activity.ends_on,
        is_accepted=activity.state == "accepted",
        is_demo=activity.is_demo,
        programmes=programmes,
    )
