"""Work that takes longer than a request: a row enqueued in the transaction of the change, run at least once.

A task takes ids only, opens its own transactions, calls use cases, and is safe to run twice.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.faults import fault_of
from app.core.database.transaction import in_transaction, transaction
from app.core.telemetry.metrics import JOBS
from app.core.telemetry.request_id import current_id, set_current_id

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
FAULT_PAUSE = timedelta(seconds=15)
_log = logging.getLogger("app.jobs")


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(HasId, Base):
    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "run_after"),)

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=JobState.QUEUED)
    user_id: Mapped[int | None] = mapped_column(default=None, index=True)
    created_at: Mapped[datetime]
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    error: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    request_id: Mapped[str] = mapped_column(default="", server_default="")


class JobCancelled(Exception):
    """Raised inside a task by `JobRun.progress` when somebody cancelled it."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a task gets: its payload and a way to report progress."""

    job_id: int
    payload: dict[str, Any]
    request_id: str = ""

    def progress(self, done: int, total: int) -> None:
        """Report progress; renews the lease. Raises JobCancelled."""
        with transaction() as session:
            job = session.get_one(Job, self.job_id)
            if job.state == JobState.CANCELLED:
                raise JobCancelled
            job.done, job.total, job.lease_until = done, total, utc_now() + LEASE


Task = Callable[[JobRun], dict[str, Any] | None]
_tasks: dict[str, Task] = {}


def task(kind: str) -> Callable[[Task], Task]:
    """Register a function as the task of a kind (`catalog.import`)."""

    def register(function: Task) -> Task:
        _tasks[kind] = function
        return function

    return register


def enqueue(kind: str, *, user_id: int | None = None, delay: timedelta = timedelta(), **payload: Any) -> Job:
    """Add a job in the surrounding transaction. payload: ids and other JSON values."""
    if not in_transaction():
        raise RuntimeError("enqueue outside a transaction")
    now = utc_now()
    job = Job(
        kind=kind,
        payload=payload,
        user_id=user_id,
        created_at=now,
        run_after=now + delay,
        request_id=current_id(),
    )
    db.session.add(job)
    return job


def run_pending(limit: int = 100) -> int:
    """Run due jobs one after another; returns how many ran."""
    ran = 0
    while ran < limit and (claimed := _claim()) is not None:
        _run(*claimed)
        ran += 1
    return ran


def has_pending() -> bool:
    """Whether a job is due, told without a write."""
    found = db.session.scalar(select(Job.id).where(_due()).limit(1))
    db.session.rollback()
    return found is not None


def oldest_due() -> datetime | None:
    """Since when the longest-waiting job has been due."""
    return db.session.scalar(select(func.min(Job.run_after)).where(_due()))


def count_due() -> int:
    """How many jobs are due."""
    return db.session.scalar(select(func.count()).select_from(Job).where(_due())) or 0


def _due() -> Any:
    now = utc_now()
    return (Job.run_after <= now) & or_(
        Job.state == JobState.QUEUED, (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    )


def _claim() -> tuple[str, JobRun] | None:
    if not has_pending():
        return None
    with transaction() as session:
        query = select(Job).where(_due()).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
        job = session.scalar(query)
        if job is None:
            return None
        job.state, job.attempts, job.lease_until = JobState.RUNNING, job.attempts + 1, utc_now() + LEASE
        return job.kind, JobRun(job.id, dict(job.payload), job.request_id)


def _run(kind: str, run: JobRun) -> None:
    """Run it under the id of the request that asked for it, and say how it ended."""
    before, begin = current_id(), time.monotonic()
    set_current_id(run.request_id or f"job-{run.job_id}")
    try:
        outcome = _outcome(kind, run)
        JOBS.labels(kind, outcome).inc()
        fields = {
            "kind": kind,
            "job": run.job_id,
            "outcome": outcome,
            "ms": round((time.monotonic() - begin) * 1000),
        }
        _log.info("job %(job)d %(kind)s: %(outcome)s in %(ms)d ms", fields, extra=fields)
    finally:
        set_current_id(before)


def _outcome(kind: str, run: JobRun) -> str:
    try:
        result = _task_of(kind)(run)
    except JobCancelled:
        return "cancelled"
    except Exception as error:  # noqa: BLE001  # a task may fail in any way; the row keeps what happened
        db.session.rollback()
        if fault_of(error) is not None:
            _put_back(run.job_id, error)
            return "put back"
        _finish_failed(run.job_id, error)
        return "failed"
    else:
        with transaction() as session:
            job = session.get_one(Job, run.job_id)
            job.state, job.result, job.finished_at, job.error = JobState.DONE, result, utc_now(), ""
        return "done"


def _task_of(kind: str) -> Task:
    if kind not in _tasks:
        raise LookupError(f"no task for {kind}")
    return _tasks[kind]


def _put_back(job_id: int, error: Exception) -> None:
    """The storage failed, not the work: a try that does not count, however long that lasts."""
    with transaction() as session:
        job = session.get_one(Job, job_id)
        job.error = f"{type(error).__name__}: {error}"[:2000]
        job.state, job.attempts = JobState.QUEUED, job.attempts - 1
        job.run_after = utc_now() + FAULT_PAUSE


def _finish_failed(job_id: int, error: Exception) -> None:
    with transaction() as session:
        job = session.get_one(Job, job_id)
        job.error = f"{type(error).__name__}: {error}"[:2000]
        if job.attempts >= MAX_ATTEMPTS:
            job.state, job.finished_at = JobState.FAILED, utc_now()
        else:
            job.state = JobState.QUEUED
            job.run_after = utc_now() + timedelta(seconds=2**job.attempts)


def cancel(job: Job) -> None:
    """Stop a job that has not finished; inside a transaction."""
    if job.state in {JobState.QUEUED, JobState.RUNNING}:
        job.state, job.finished_at = JobState.CANCELLED, utc_now()
