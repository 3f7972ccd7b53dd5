"""Reads of activities."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.text import fold_line
from catalog.brochure.prints import list_prints_near
from catalog.models import AdministrativeUnit, BrochurePrint, Facility, Trademark
from programme.models import Activity, ActivityKind, Beneficiary, Fact, Measure, Proposal, Target
from programme.policies import can_run_activity

COPY, NEAR = "copy", 62
"""Code of a measure; days."""


def list_kinds() -> list[ActivityKind]:
    return list(db.session.scalars(select(ActivityKind).order_by(ActivityKind.position)))


def measures_by_code() -> dict[str, Measure]:
    return {row.code: row for row in db.session.scalars(select(Measure))}


def list_activities(
    actor: Actor, *, state: str = "", limit: int, offset: int = 0
) -> tuple[list[Activity], int]:
    """Of the area that the person serves, the newest first; and how many there are."""
    query = select(Activity)
    if not actor.has(Role.OFFICER_NATIONAL):
        query = query.where(Activity.unit_id.in_(units_of(actor)))
    if state:
        query = query.where(Activity.state == state)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = (
        query.options(joinedload(Activity.kind), joinedload(Activity.unit))
        .order_by(Activity.starts_on.desc(), Activity.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return list(db.session.scalars(rows)), total


def get_activity(actor: Actor, activity_id: int) -> Activity:
    """Raises NotFound outside the person's area."""
    query = (
        select(Activity)
        .where(Activity.id == activity_id)
        .options(
            selectinload(Activity.beneficiaries).joinedload(Beneficiary.facility),
            selectinload(Activity.beneficiaries).joinedload(Beneficiary.trademark),
        )
    )
    found = db.session.scalar(query)
    if found is None or not can_run_activity(actor, found.unit):
        raise NotFound("not_found")
    return found


def find_proposal(activity_id: int) -> Proposal | None:
    """The proposal that was carried out by an activity."""
    return db.session.scalar(select(Proposal).where(Proposal.activity_id == activity_id))


def list_facts_of(activity: Activity) -> list[Fact]:
    """What an activity counts for."""
    query = (
        select(Fact)
        .where(Fact.activity_id == activity.id)
        .options(joinedload(Fact.target).joinedload(Target.programme))
        .order_by(Fact.target_id, Fact.id)
    )
    return list(db.session.scalars(query))


def list_prints_alike(activity: Activity) -> list[BrochurePrint]:
    """Print runs that count by themselves and may be what an activity tells: of its province, within two months."""
    if COPY not in activity.kind.measures or activity.state == "cancelled":
        return []
    return list_prints_near(activity.unit, activity.ends_on, NEAR)


def units_of(actor: Actor) -> list[int]:
    """The units that an officer of provinces or an editor of a centre serves, and those that became them."""
    served = actor.provinces | actor.centres
    before = select(AdministrativeUnit.id).where(AdministrativeUnit.successor_id.in_(served))
    return [*served, *db.session.scalars(before)]


def find_trademarks(facilities: Sequence[Facility], name: str) -> list[Trademark]:
    """Those of some facilities with this name, number of application or of registration."""
    ids = [row.id for row in facilities]
    query = select(Trademark).where(Trademark.facility_id.in_(ids)).order_by(Trademark.id)
    wanted = fold_line(name)
    return [
        row
        for row in db.session.scalars(query)
        if wanted
        in {fold_line(row.name), fold_line(row.application_number), fold_line(row.registration_number)}
    ]


def find_same(kind_id: int, title: str, unit_id: int | None) -> list[Activity]:
    """Activities with the same words, whatever their day."""
    query = select(Activity).where(
        Activity.kind_id == kind_id, Activity.title == title, Activity.unit_id == unit_id
    )
    return list(db.session.scalars(query))
