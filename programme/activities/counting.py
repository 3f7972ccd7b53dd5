"""What an activity counts for, in every programme that takes it: facts follow the activity."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.database.changes import record_change
from programme.activities.queries import find_proposal
from programme.activities.rules import ActivityState
from programme.enums import Evidence
from programme.facts.areas import unit_on
from programme.facts.services import FactData, add_fact, change_fact, put_back, take_out, why_not_counted
from programme.models import Activity, ActivityKind, Beneficiary, Fact, Target

FACILITY = "facility"
"""Code of the measure in which the facilities that were helped are counted, each once for a target."""


def list_counting() -> list[Target]:
    """All targets with what is asked of facts."""
    query = (
        select(Target).options(joinedload(Target.programme), joinedload(Target.measure)).order_by(Target.id)
    )
    return list(db.session.scalars(query))


def follow_activity(actor: Actor, activity: Activity, targets: Sequence[Target] | None = None) -> None:
    """Add, correct or take out the facts of an activity. One of another kind is another thing: the old is taken out.

    targets: what `list_counting` gives, where many activities follow each other.
    """
    for row in activity.beneficiaries:
        if row.trademark_id is not None:
            record_change("trademark", row.trademark_id)
    wanted = dict(_wanted(activity, list_counting() if targets is None else targets))
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
            _hand_on(actor, fact, activity)


def evidence_of(activity: Activity) -> Evidence:
    """Accepted by a second person, proved by a document, or only declared, as what a proposal was carried out by is
    until a council and a second person have accepted it.
    """
    if activity.state == ActivityState.ACCEPTED:
        return Evidence.ACCEPTED
    is_proved = bool(activity.document) and find_proposal(activity.id) is None
    return Evidence.DOCUMENT if is_proved else Evidence.DECLARED


def _wanted(activity: Activity, targets: Sequence[Target]) -> Iterator[tuple[tuple[Target, str], FactData]]:
    if activity.state not in {ActivityState.HELD, ActivityState.ACCEPTED}:
        return
    evidence = evidence_of(activity)
    for target in targets:
        if activity.kind.code not in target.counts:
            continue
        for data in _claims(activity, target.measure.code, evidence):
            if why_not_counted(target, data) is None:
                yield (target, data.key), data


def _claims(activity: Activity, measure: str, evidence: Evidence) -> Iterator[FactData]:
    """In one measure: each facility that was helped, or the activity with its number."""
    if measure == FACILITY and activity.beneficiaries:
        for row in activity.beneficiaries:
            yield FactData(
                kind=activity.kind.code, key=f"facility:{row.facility_id}",
                title=f"{row.facility.name}: {activity.title}",
                measure=FACILITY, number=1, day=activity.ends_on, unit=row.facility.unit,
                commune=row.facility.commune_key, facility_id=row.facility_id,
                evidence=evidence, document=activity.document,
            )  # fmt: skip
        return
    number = activity.quantities.get(measure, 0)
    if number:
        yield FactData(
            kind=activity.kind.code, key=f"activity:{activity.id}", title=activity.title, measure=measure,
            number=number, day=activity.ends_on, unit=activity.unit, commune=activity.commune_key,
            evidence=evidence, document=activity.document,
        )  # fmt: skip


def _add(actor: Actor, target: Target, activity: Activity, data: FactData) -> None:
    """A facility that counts for this target already, by another activity, is not counted again; one whose fact was
    taken out with its activity, or is only declared by it, counts by this one from now on.
    """
    same = Fact.target_id == target.id, Fact.source_kind == data.kind, Fact.source_key == data.key
    there = db.session.scalar(select(Fact).where(*same))
    if there is None:
        fact = add_fact(actor, target, data)
        fact.activity_id, fact.is_demo = activity.id, activity.is_demo
        _confirm(fact, activity)
    elif there.activity_id is not None and (there.withdrawn_at is not None or _is_better(data, there)):
        there.activity, there.is_demo = activity, activity.is_demo
        _bring_up(actor, there, activity, data)


def _is_better(data: FactData, there: Fact) -> bool:
    return there.evidence == Evidence.DECLARED and data.evidence != Evidence.DECLARED


def _hand_on(actor: Actor, fact: Fact, activity: Activity) -> None:
    """A facility that another activity of the kind helped too counts by that one."""
    if fact.facility_id is None:
        return
    query = (
        select(Activity)
        .join(Beneficiary, Beneficiary.activity_id == Activity.id)
        .where(
            Beneficiary.facility_id == fact.facility_id,
            Activity.kind_id
            == select(ActivityKind.id).where(ActivityKind.code == fact.source_kind).scalar_subquery(),
            Activity.id != activity.id,
            Activity.state.in_((ActivityState.HELD, ActivityState.ACCEPTED)),
        )
        .order_by(Activity.ends_on, Activity.id)
    )
    for other in db.session.scalars(query):
        follow_activity(actor, other)
        if fact.withdrawn_at is None:
            return


def _bring_up(actor: Actor, fact: Fact, activity: Activity, data: FactData) -> None:
    if fact.withdrawn_at is not None:
        put_back(actor, fact)
    unit = unit_on(data.unit, data.day) if data.unit is not None else None
    values = {
        "unit_id": unit.id if unit is not None else None, "title": data.title, "number": data.number, "day": data.day,
        "evidence": str(data.evidence), "document": data.document,
    }  # fmt: skip
    change_fact(actor, fact, values, "")
    fact.commune_key = data.commune
    _confirm(fact, activity)


def _confirm(fact: Fact, activity: Activity) -> None:
    """An activity that a second person accepted confirms what it counts for; one that waits confirms nothing."""
    fact.confirmed_by, fact.confirmed_at = activity.accepted_by, activity.accepted_at
