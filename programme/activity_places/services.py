"""Say which fair, showroom or print run an activity is, so that it is counted once."""

from app.core import audit
from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.models import BrochurePrint
from programme.activities.rules import ActivityState
from programme.activities.services import get_for_change, note_told
from programme.models import Activity, Fair, Showroom
from programme.policies import can_change_settled, can_run_activity


def link_activity(actor: Actor, activity_id: int, place: str) -> Activity:
    """place: as `fair:12`, `showroom:3` or `brochure:7`, empty for none. A cancelled activity is no place; of an
    accepted one it is part of what counts.
    """
    activity = get_for_change(activity_id)
    authorize(actor, can_run_activity, activity.unit)
    if activity.state == ActivityState.CANCELLED:
        raise Conflict("activity_settled")
    if activity.state == ActivityState.ACCEPTED:
        authorize(actor, can_change_settled, activity.unit)
    found = _place(place)
    note_told(activity)
    activity.fair = found if isinstance(found, Fair) else None
    activity.showroom = found if isinstance(found, Showroom) else None
    activity.brochure = found if isinstance(found, BrochurePrint) else None
    db.session.flush()
    note_told(activity)
    audit.record(
        actor, "programme.activity.link", activity, name=found.audit_label if found is not None else ""
    )
    return activity


def _place(text: str) -> Fair | Showroom | BrochurePrint | None:
    if not text:
        return None
    kind, _, key = text.partition(":")
    number = int(key) if key.isdecimal() else 0
    found: Fair | Showroom | BrochurePrint | None = None
    if kind == "fair":
        found = db.session.get(Fair, number)
    elif kind == "showroom":
        found = db.session.get(Showroom, number)
    elif kind == "brochure":
        found = db.session.get(BrochurePrint, number)
        found = found if found is not None and found.removed_at is None else None
    if found is None:
        raise RuleBroken("activity_place_gone", "place")
    return found
