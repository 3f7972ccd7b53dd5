"""Add, describe, publish and remove papers and pictures of an activity."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_changes
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from programme.activities.rules import ActivityState
from programme.activities.services import get_for_change
from programme.activity_files.uploads import KeptFile
from programme.models import Activity, ActivityFile, Fact, Target
from programme.policies import can_change_settled, can_run_activity

MOST_AT_ONCE, MOST = 10, 60


def add_files(
    actor: Actor, activity_id: int, files: Sequence[KeptFile], *, text_vi: str = "", text_en: str = ""
) -> int:
    """Put stored files to an activity; how many are new: the same file again adds nothing."""
    activity = get_for_change(activity_id)
    authorize(actor, can_run_activity, activity.unit)
    there = check_files(activity, len(files))
    fresh = [file for file in {file.file: file for file in files}.values() if file.file not in there]
    if len(there) + len(fresh) > MOST:
        raise RuleBroken("activity_files_full", "files", limit=MOST)
    for file in fresh:
        db.session.add(
            ActivityFile(
                activity=activity, file=file.file, media_type=file.media_type, renditions=dict(file.renditions),
                width=file.width, height=file.height, text_vi=text_vi, text_en=text_en, added_by=actor.user_id,
                added_at=utc_now(),
            )
        )  # fmt: skip
    audit.record(actor, "programme.activity_file.add", activity, count=len(fresh))
    return len(fresh)


def check_files(activity: Activity, number: int) -> set[str]:
    """Raises RuleBroken where the activity takes not so many files; before any of them is read. Which it has."""
    if not 0 < number <= MOST_AT_ONCE:
        raise RuleBroken("choose_files", "files", limit=MOST_AT_ONCE)
    there = set(db.session.scalars(select(ActivityFile.file).where(ActivityFile.activity_id == activity.id)))
    if len(there) >= MOST:
        raise RuleBroken("activity_files_full", "files", limit=MOST)
    return there


def describe_file(actor: Actor, file_id: int, *, text_vi: str, text_en: str, is_public: bool) -> ActivityFile:
    """What a file is, and whether anyone may see it. Only a picture that says what it shows goes public."""
    row = _to_change(actor, file_id)
    if is_public:
        authorize(actor, can_change_settled, row.activity.unit)
    if is_public and not row.renditions:
        raise RuleBroken("activity_paper_private", "is_public")
    if is_public and not text_vi:
        raise RuleBroken("fill_in", "text_vi")
    row.text_vi, row.text_en, row.is_public = text_vi, text_en, is_public
    audit.record(actor, "programme.activity_file.change", row, public=is_public)
    _note_public(row.activity)
    return row


def remove_file(actor: Actor, file_id: int) -> None:
    """Take a file away. What an activity was accepted on stays with it."""
    row = _to_change(actor, file_id)
    if row.activity.state == ActivityState.ACCEPTED and not row.renditions:
        raise Conflict("activity_settled")
    audit.record(actor, "programme.activity_file.remove", row, file=row.file)
    _note_public(row.activity)
    db.session.delete(row)


def _to_change(actor: Actor, file_id: int) -> ActivityFile:
    activity_id = db.session.scalar(select(ActivityFile.activity_id).where(ActivityFile.id == file_id))
    if activity_id is None:
        raise NotFound("not_found")
    activity = get_for_change(activity_id)  # held first, so that nobody accepts it meanwhile
    row = db.session.get(ActivityFile, file_id, with_for_update=True, populate_existing=True)
    if row is None or not can_run_activity(actor, activity.unit):
        raise NotFound("not_found")
    if row.is_public or activity.state == ActivityState.ACCEPTED:
        authorize(actor, can_change_settled, activity.unit)
    return row


def _note_public(activity: Activity) -> None:
    """Tell the caches of the programmes whose pages show its pictures."""
    query = select(Target.programme_id).join(Fact, Fact.target_id == Target.id)
    record_changes("programme", db.session.scalars(query.where(Fact.activity_id == activity.id).distinct()))
