"""While an all-or-nothing delivery is written piece by piece nothing else is captured for its facility.

So what was found sound before the first piece is sound to the last, and other writers come in between.
"""

from sqlalchemy import Select, select

from app.core.database.base import db
from app.core.work.jobs import Job, JobState
from catalog.acts import lock
from catalog.models import Facility
from traceability.models import CaptureBody, CaptureJob

_ALIVE = (JobState.QUEUED, JobState.RUNNING)


def is_taken(facility_id: int, but: int | None = None) -> bool:
    """Whether a delivery, other than `but`, is being written for the facility. Inside a transaction, to whose end the
    answer holds.
    """
    lock(Facility, facility_id)
    query = _written().where(CaptureJob.facility_id == facility_id, CaptureJob.id != (but or 0))
    return db.session.scalar(query.limit(1)) is not None


def is_any_taken() -> bool:
    """Whether a delivery is being written for any facility."""
    return db.session.scalar(_written().limit(1)) is not None


def take(job: CaptureJob) -> bool:
    """Take the repository of its facility for a delivery, to its end; False while another has it. In a transaction."""
    if is_taken(job.facility_id, but=job.id):
        return False
    db.session.get_one(CaptureBody, job.id).is_begun = True
    return True


def _written() -> Select[int]:
    return (
        select(CaptureJob.id)
        .join(CaptureBody, CaptureBody.capture_job_id == CaptureJob.id)
        .join(Job, Job.id == CaptureJob.job_id)
        .where(CaptureBody.is_begun, Job.state.in_(_ALIVE))
    )
