"""Plan, hold, accept and cancel activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change, record_changes
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.models import AdministrativeUnit, BrochurePrint, Facility, Trademark
from programme.activities.counting import follow_activity
from programme.activities.queries import find_proposal
from programme.activities.rules import PARTS, SUMS, ActivityState, above, may_go, part_too_large
from programme.facts.areas import unit_on
from programme.models import Activity, ActivityKind, Beneficiary, Target
from programme.policies import can_accept_activity, can_run_activity


@dataclass(frozen=True, slots=True)
class ActivityData:
    """What is said of an activity. quantities: by code of a measure; planned, used: by `rules.SUMS`. commune: list and
    code of one of today. brochure: the print run that a new one is.
    """

    kind: ActivityKind
    title: str
    starts_on: date
    ends_on: date
    unit: AdministrativeUnit | None
    commune: str = ""
    place: str = ""
    organiser: str = ""
    quantities: Mapping[str, int] = field(default_factory=dict)
    breakdown: Mapping[str, int] = field(default_factory=dict)
    planned: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, int] = field(default_factory=dict)
    document: str = ""
    facilities: Sequence[Facility] = ()
    trademarks: Sequence[Trademark] = ()
    brochure: BrochurePrint | None = None


def create_activity(
    actor: Actor,
    data: ActivityData,
    *,
    held: bool = False,
    targets: Sequence[Target] | None = None,
    is_demo: bool = False,
) -> Activity:
    """A new activity, planned or held already. targets: what `list_counting` gives, where many are made at once."""
    authorize(actor, can_run_activity, data.unit)
    check_data(data)
    activity = Activity(
        created_by=actor.user_id, created_at=utc_now(), state=ActivityState.PLANNED, is_demo=is_demo
    )
    _fill(activity, data)
    activity.brochure = data.brochure
    db.session.add(activity)
    db.session.flush()
    audit.record(actor, "programme.activity.create", activity)
    if held:
        _hold(actor, activity, targets)
    return activity


def change_activity(actor: Actor, activity_id: int, data: ActivityData) -> Activity:
    """Put an activity right until it is accepted; what it counts for follows."""
    activity = get_for_change(activity_id)
    authorize(actor, can_run_activity, activity.unit)
    authorize(actor, can_run_activity, data.unit)
    _refuse_proposed(activity)
    if activity.state not in {ActivityState.PLANNED, ActivityState.HELD}:
        raise Conflict("activity_settled")
    check_data(data)
    _fill(activity, data)
    if (
        activity.state == ActivityState.HELD
    ):  # who changed it answers for it now, and somebody else accepts it
        activity.held_by, activity.held_at = actor.user_id, utc_now()
    audit.record(actor, "programme.activity.change", activity)
    follow_activity(actor, activity)
    note_told(activity)
    return activity


def hold_activity(actor: Actor, activity_id: int, *, for_proposal: bool = False) -> Activity:
    """It took place: what it counts for is noted, with a document or only declared. for_proposal: the proposal that
    was carried out by it says so.
    """
    activity = get_for_change(activity_id)
    authorize(actor, can_run_activity, activity.unit)
    if not for_proposal:
        _refuse_proposed(activity)
    _hold(actor, activity)
    return activity


def accept_activity(actor: Actor, activity_id: int, *, for_proposal: bool = False) -> Activity:
    """A second person accepts what was held."""
    activity = get_for_change(activity_id)
    authorize(actor, can_accept_activity, activity)
    if not for_proposal:
        _refuse_proposed(activity)
    _go(activity, ActivityState.ACCEPTED)
    if not activity.document:
        raise RuleBroken("fact_without_document", "document")
    activity.accepted_by, activity.accepted_at = actor.user_id, utc_now()
    audit.record(actor, "programme.activity.accept", activity)
    follow_activity(actor, activity)
    note_told(activity)
    return activity


def cancel_activity(actor: Actor, activity_id: int, reason: str, *, for_proposal: bool = False) -> Activity:
    """It does not take place, or is not what it was said to be: it counts no more."""
    activity = get_for_change(activity_id)
    authorize(actor, can_run_activity, activity.unit)
    if not for_proposal:
        _refuse_proposed(activity)
    _go(activity, ActivityState.CANCELLED)
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    activity.cancelled_reason = reason.strip()
    audit.record(actor, "programme.activity.cancel", activity, reason=reason.strip())
    follow_activity(actor, activity)
    note_told(activity)
    return activity


def note_told(activity: Activity) -> None:
    """Tell the caches of its facilities: what one of them lets its page tell hangs on the others too. The fair or
    showroom that it is counts by itself once the activity does not.
    """
    record_changes("facility", [row.facility_id for row in activity.beneficiaries])
    for kind, key in (
        ("fair", activity.fair_id), ("showroom", activity.showroom_id), ("brochure", activity.brochure_id)
    ):  # fmt: skip
        record_changes(kind, [key] if key is not None else [])


def get_for_change(activity_id: int) -> Activity:
    """Raises NotFound."""
    activity = db.session.get(Activity, activity_id, with_for_update=True)
    if activity is None:
        raise NotFound("not_found")
    return activity


def check_data(data: ActivityData) -> None:
    """Raises RuleBroken at the field."""
    if not data.title.strip():
        raise RuleBroken("fill_in", "title")
    if not any(data.quantities.values()) and not data.facilities:
        raise RuleBroken("activity_without_number", "number")
    if data.ends_on < data.starts_on:
        raise RuleBroken("dates_out_of_order", "ends_on")
    if data.unit is not None and unit_on(data.unit, data.starts_on) is None:
        raise RuleBroken("unit_then_unknown", "unit")
    if name := above(_sums(data.planned), _sums(data.used)):
        raise RuleBroken("used_above_planned", f"used_{name}")
    if name := part_too_large(data.quantities, data.breakdown):
        raise RuleBroken("part_too_large", name)


def _refuse_proposed(activity: Activity) -> None:
    """What a proposal was carried out by goes on with the proposal alone, so that neither is left behind."""
    proposal = find_proposal(activity.id)
    if proposal is not None:
        raise Conflict("activity_of_proposal", title=proposal.title)


def _hold(actor: Actor, activity: Activity, targets: Sequence[Target] | None = None) -> None:
    _go(activity, ActivityState.HELD)
    if activity.ends_on > today():
        raise RuleBroken("date_in_future", "ends_on")
    activity.held_by, activity.held_at = actor.user_id, utc_now()
    audit.record(actor, "programme.activity.hold", activity)
    follow_activity(actor, activity, targets)
    note_told(activity)


def _go(activity: Activity, state: ActivityState) -> None:
    if not may_go(ActivityState(activity.state), state):
        raise Conflict("activity_settled")
    activity.state = state


def _fill(activity: Activity, data: ActivityData) -> None:
    activity.kind = data.kind
    activity.title, activity.place, activity.organiser = (
        data.title.strip(),
        data.place.strip(),
        data.organiser.strip(),
    )
    activity.starts_on, activity.ends_on = data.starts_on, data.ends_on
    activity.unit = unit_on(data.unit, data.starts_on) if data.unit is not None else None
    activity.commune_key = data.commune
    activity.quantities = {code: number for code, number in data.quantities.items() if number}
    activity.breakdown = {name: data.breakdown[name] for name in PARTS if data.breakdown.get(name)}
    for name in SUMS:
        setattr(activity, f"planned_{name}", data.planned.get(name, 0))
        setattr(activity, f"used_{name}", data.used.get(name, 0))
    activity.document = data.document.strip()
    _name_facilities(activity, data.facilities, data.trademarks)


def _name_facilities(
    activity: Activity, facilities: Sequence[Facility], trademarks: Sequence[Trademark]
) -> None:
    kept = {row.facility_id: row for row in activity.beneficiaries}
    marks = {mark.facility_id: mark for mark in trademarks}
    for facility in facilities:
        row = kept.pop(facility.id, None)
        if row is None:
            row = Beneficiary(facility=facility)
            activity.beneficiaries.append(row)
        _note_mark(row)
        row.trademark = marks.get(facility.id)
        _note_mark(row)
    for row in kept.values():
        _note_mark(row)
        activity.beneficiaries.remove(row)
        db.session.delete(row)
        record_changes("facility", [row.facility_id])


def _note_mark(row: Beneficiary) -> None:
    """What a supported mark counts for is looked at again."""
    if row.trademark is not None:
        record_change("trademark", row.trademark.id)


def _sums(sums: Mapping[str, int]) -> dict[str, int]:
    return {name: sums.get(name, 0) for name in SUMS}
