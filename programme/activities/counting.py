"""What an activity counts for, in every programme that takes it: facts follow the activity."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.database.base import db
from programme.activities.rules import ActivityState
from programme.enums import Evidence
from programme.facts.areas import unit_on
from programme.facts.services import FactData, add_fact, change_fact, put_back, take_out, why_not_counted
from programme.models import Activity, Fact, Target

FACILITY = "facility"
"""Code of the measure in which the facilities that were helped are counted, each once for a target."""


def follow_activity(actor: Actor, activity: Activity) -> None:
    """Add, correct or take out the facts of an activity. One of another kind is another thing: the old is taken out."""
    wanted = dict(_wanted(activity))
    kept = {
        (fact.target_id, fact.source_kind, fact.source_key): fact
        for fact in db.session.scalars(select(Fact).where(Fact.activity_id == activity.id))
    }
    for (target, key), data in wanted.items():
        fact = kept.get((target.id, data.kind, key))
        if fact is None:
            _add(actor, target, activity, data)
        else:
            _bring_up(actor, fact, activity, data)
    known = {(target.id, data.kind, key) for (target, key), data in wanted.items()}
    for place, fact in kept.items():
        if place not in known and fact.withdrawn_at is None:
            take_out(actor, fact, activity.cancelled_reason)


def evidence_of(activity: Activity) -> Evidence:
    """Accepted by a second person, proved by a document, or only declared."""
    if activity.state == ActivityState.ACCEPTED:
        return Evidence.ACCEPTED
    return Evidence.DOCUMENT if activity.document else Evidence.DECLARED


def _wanted(activity: Activity) -> Iterator[tuple[tuple[Target, str], FactData]]:
    if activity.state not in {ActivityState.HELD, ActivityState.ACCEPTED}:
        return
    query = (
        select(Target).options(joinedload(Target.programme), joinedload(Target.measure)).order_by(Target.id)
    )
    for target in db.session.scalars(query):
        if activity.kind.code not in target.counts:
            continue
        for data in _claims(activity, target.measure.code):
            if why_not_counted(target, data) is None:
                yield (target, data.key), data


def _claims(activity: Activity, measure: str) -> Iterator[FactData]:
    """In one measure: each facility that was helped, or the activity with its number."""
    evidence = evidence_of(activity)
    if measure == FACILITY and activity.beneficiaries:
        for row in activity.beneficiaries:
            yield FactData(
                kind=activity.kind.code, key=f"facility:{row.facility_id}",
                title=f"{row.facility.name}: {activity.title}",
                measure=FACILITY, number=1, day=activity.ends_on, unit=row.facility.unit, facility_id=row.facility_id,
                evidence=evidence, document=activity.document,
            )  # fmt: skip
        return
    number = activity.quantities.get(measure, 0)
    if number:
        yield FactData(
            kind=activity.kind.code, key=f"activity:{activity.id}", title=activity.title, measure=measure,
            number=number, day=activity.ends_on, unit=activity.unit, evidence=evidence, document=activity.document,
        )  # fmt: skip


def _add(actor: Actor, target: Target, activity: Activity, data: FactData) -> None:
    """A facility that counts for this target already, by another activity, is not counted again."""
    same = Fact.target_id == target.id, Fact.source_kind == data.kind, Fact.source_key == data.key
    if db.session.query(Fact.id).filter(*same).first() is not None:
        return
    fact = add_fact(actor, target, data)
    fact.activity_id, fact.is_demo = activity.id, activity.is_demo
    if data.evidence == Evidence.ACCEPTED:
        fact.confirmed_by, fact.confirmed_at = activity.accepted_by, activity.accepted_at


def _bring_up(actor: Actor, fact: Fact, activity: Activity, data: FactData) -> None:
    if fact.withdrawn_at is not None:
        put_back(actor, fact)
    unit = unit_on(data.unit, data.day) if data.unit is not None else None
    values = {
        "unit_id": unit.id if unit is not None else None, "title": data.title, "number": data.number, "day": data.day,
        "evidence": str(data.evidence), "document": data.document,
    }  # fmt: skip
    change_fact(actor, fact, values, "")
    if data.evidence == Evidence.ACCEPTED:
        fact.confirmed_by, fact.confirmed_at = activity.accepted_by, activity.accepted_at
