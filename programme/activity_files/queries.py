"""Reads of the papers and pictures of activities."""

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from programme.models import Activity, ActivityFile, Fact, Programme, Target
from programme.policies import can_run_activity
from programme.support.rules import TOLD_STATES


def list_files(activity: Activity) -> list[ActivityFile]:
    """In the order in which they came."""
    query = select(ActivityFile).where(ActivityFile.activity_id == activity.id).order_by(ActivityFile.id)
    return list(db.session.scalars(query))


def get_file(actor: Actor, file_id: int) -> ActivityFile:
    """Raises NotFound outside the person's area."""
    row = db.session.get(ActivityFile, file_id)
    if row is None or not can_run_activity(actor, row.activity.unit):
        raise NotFound("not_found")
    return row


def get_public_picture(file_id: int) -> ActivityFile:
    """A picture that anyone may see, of an activity that was held. Raises NotFound."""
    query = (
        select(ActivityFile)
        .join(ActivityFile.activity)
        .where(ActivityFile.id == file_id, ActivityFile.is_public, Activity.state.in_(TOLD_STATES))
    )
    row = db.session.scalar(query)
    if row is None:
        raise NotFound("not_found")
    return row


def list_public_pictures(programme: Programme, *, limit: int) -> list[ActivityFile]:
    """Pictures of what counts in a programme, the newest activity first."""
    counts = (
        exists()
        .where(Fact.activity_id == Activity.id, Fact.withdrawn_at.is_(None), Fact.target_id == Target.id)
        .where(Target.programme_id == programme.id)
    )
    query = (
        select(ActivityFile)
        .join(ActivityFile.activity)
        .where(ActivityFile.is_public, Activity.state.in_(TOLD_STATES), counts)
        .options(joinedload(ActivityFile.activity).joinedload(Activity.unit))
        .order_by(Activity.ends_on.desc(), ActivityFile.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))
