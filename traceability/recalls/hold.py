"""The effect of a hold or recall, and of its end, on labels waiting to be drawn."""

from collections.abc import Collection

from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import Conflict
from app.core.work.jobs import Job, JobState, enqueue
from traceability.enums import RunState
from traceability.models import LabelRun
from traceability.recalls.queries import list_recalled_lot_ids, list_recalls_on


def require_not_recalled(lot_id: int) -> None:
    """Raises Conflict lot_recalled: labels of such a lot are neither drawn nor handed out."""
    if list_recalls_on(lot_id):
        raise Conflict("lot_recalled")


def release_runs(lots: Collection[int]) -> int:
    """Queue the drawing of runs that a hold kept waiting, if none affects their lot now. Returns how many."""
    query = (
        select(LabelRun)
        .join(Job, Job.id == LabelRun.job_id)
        .where(LabelRun.state == RunState.QUEUED, Job.state.in_([JobState.DONE, JobState.FAILED]))
    )
    waiting = [run for run in db.session.scalars(query) if run.lot_id in lots]
    still = list_recalled_lot_ids(run.lot_id for run in waiting)
    free = [run for run in waiting if run.lot_id not in still]
    for run in free:
        job = enqueue("traceability.print", key=f"labels:{run.id}", user_id=run.created_by, run_id=run.id)
        db.session.flush()
        run.job_id = job.id
    return len(free)
