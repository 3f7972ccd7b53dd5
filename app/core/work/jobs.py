"""Work that takes longer than a request: a row enqueued in the transaction of the change, run at least once.

A task takes ids only, opens its own transactions, calls use cases, and is safe to run twice. Jobs stand in queues, so
that none waits behind work of another sort. Whoever runs one holds it by a lease and by the number of its turn: one
that is given up as dead and taken over can write nothing more about it.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.faults import fault_of
from app.core.database.inserts import insert_on_conflict
from app.core.database.transaction import in_transaction, transaction
from app.core.database.wake import wake
from app.core.telemetry.metrics import JOBS
from app.core.telemetry.request_id import current_id, set_current_id

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
FAULT_PAUSE = timedelta(seconds=15)
_log = logging.getLogger("app.jobs")


class Queue(StrEnum):
    """What is run apart from what: a queue has a thread of its own in each runner."""

    MAIL = "mail"
    PAPERS = "papers"
    LABELS = "labels"
    IMPORTS = "imports"
    OTHER = "other"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(HasId, Base):
    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "run_after"), Index(None, "key", unique=True))

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
    queue: Mapped[str] = mapped_column(default=Queue.OTHER, server_default="other")
    key: Mapped[str | None] = mapped_column(default=None)
    """What no second unfinished job is about; emptied when it is finished."""
    turn: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was begun."""


class JobCancelled(Exception):
    """Raised inside a task by `JobRun.progress` when somebody cancelled it, or another runner has taken it over."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """What a task gets: its payload and a way to report progress."""

    job_id: int
    payload: dict[str, Any]
    request_id: str = ""
    turn: int = 0

    def progress(self, done: int, total: int) -> None:
        """Report progress; renews the lease. Raises JobCancelled."""
        with transaction():
            job = self.hold()
            job.done, job.total, job.lease_until = done, total, utc_now() + LEASE

    def hold(self) -> Job:
        """The job, locked to the end of the surrounding transaction: what is written in it is written by nobody else,
        and not after a cancellation. Raises JobCancelled.
        """
        job = _held(db.session(), self)
        if job is None:
            raise JobCancelled
        return job


Task = Callable[[JobRun], dict[str, Any] | None]
Large = Callable[[dict[str, Any]], bool]
_tasks: dict[str, Task] = {}
_queues: dict[str, Queue] = {}
_large: dict[str, Large] = {}


def task(kind: str, queue: Queue = Queue.OTHER, *, large: Large | None = None) -> Callable[[Task], Task]:
    """Register a function as the task of a kind (`catalog.import`). large: tells of a payload whether the work is, as
    things are now, too large for a process that also answers requests.
    """

    def register(function: Task) -> Task:
        _tasks[kind], _queues[kind] = function, queue
        if large is not None:
            _large[kind] = large
        return function

    return register


def enqueue(
    kind: str, *, key: str = "", user_id: int | None = None, delay: timedelta = timedelta(), **payload: Any
) -> Job:
    """Add a job in the surrounding transaction. payload: ids and other JSON values.

    key: where an unfinished job with this key is there, from whatever transaction, it is given back and none is added.
    """
    values = _values(kind, payload) | {"user_id": user_id}
    values["run_after"] += delay
    if not key:
        job = Job(**values)
        db.session.add(job)
        return job
    known = select(Job).where(Job.key == key)
    while (
        found := db.session.scalar(known)
    ) is None:  # again where the one in the way has finished meanwhile
        _insert(
            [values | {"key": key}]
        )  # PostgreSQL waits here for others that add the same at the same time
    return found


def enqueue_all(kind: str, payloads: Mapping[str, dict[str, Any]]) -> None:
    """Add a job for each key, by one statement; one that is there unfinished is left as it is. In a transaction."""
    rows = [_values(kind, payload) | {"user_id": None, "key": key} for key, payload in payloads.items()]
    if rows:
        _insert(rows)


def _values(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    """The columns of a job that is due now."""
    if not in_transaction():
        raise RuntimeError("enqueue outside a transaction")
    wake("jobs")
    now = utc_now()
    return {
        "kind": kind,
        "payload": payload,
        "created_at": now,
        "run_after": now,
        "request_id": current_id(),
        "queue": _queues.get(kind, Queue.OTHER),
    }


def _insert(rows: Sequence[dict[str, Any]]) -> None:
    """Add jobs with keys, but those whose key an unfinished one has."""
    connection = db.session.connection()
    defaults = {"state": JobState.QUEUED, "attempts": 0, "done": 0, "total": 0, "error": "", "turn": 0}
    adding = insert_on_conflict(connection, Job).on_conflict_do_nothing(index_elements=["key"])
    connection.execute(adding, [row | defaults for row in rows])


def run_pending(limit: int = 100, queues: Collection[str] | None = None) -> int:
    """Run due jobs one after another, of some queues or of all; returns how many ran."""
    ran = 0
    while ran < limit and (claimed := _claim(queues)) is not None:
        _run(*claimed)
        ran += 1
    return ran


def due_queues() -> set[str]:
    """The queues in which a job is due, told without a write."""
    found = set(db.session.scalars(select(Job.queue).where(_due()).distinct()))
    db.session.rollback()
    return found


def is_next_large(queue: str) -> bool:
    """Whether the job that is due first in a queue is too large for a process that also answers requests."""
    query = select(Job.kind, Job.payload).where(_due(), Job.queue == queue).order_by(Job.id).limit(1)
    job = db.session.execute(query).one_or_none()
    found = job is not None and job.kind in _large and _large[job.kind](job.payload)
    db.session.rollback()
    return found


def renew_leases(runs: Iterable[JobRun]) -> None:
    """Say that these are still being worked on; one that was cancelled or taken over is left alone."""
    with transaction(aside=True) as session:
        for run in runs:
            mine = (Job.id == run.job_id) & (Job.turn == run.turn) & (Job.state == JobState.RUNNING)
            session.execute(update(Job).where(mine).values(lease_until=utc_now() + LEASE))


def runs_under_way() -> list[JobRun]:
    """What the threads of this process are working on."""
    return list(_under_way.values())


_under_way: dict[int, JobRun] = {}


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


def _claim(queues: Collection[str] | None = None) -> tuple[str, JobRun] | None:
    """Take the first due job. Others take the next one meanwhile: what one is taking is passed by."""
    due = _due() if queues is None else _due() & Job.queue.in_(queues)
    waits = db.session.scalar(select(Job.id).where(due).limit(1)) is not None
    db.session.rollback()
    if not waits:
        return None
    with transaction() as session:
        query = select(Job).where(due).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
        job = session.scalar(query)
        if job is None:
            return None
        job.state, job.lease_until = JobState.RUNNING, utc_now() + LEASE
        job.attempts, job.turn = job.attempts + 1, job.turn + 1
        return job.kind, JobRun(job.id, dict(job.payload), job.request_id, job.turn)


def _held(session: Session, run: JobRun) -> Job | None:
    """The job, locked, while this turn of it is the one that counts; inside a transaction."""
    job = session.get(Job, run.job_id, with_for_update=True)
    if job is None or job.state != JobState.RUNNING or job.turn != run.turn:
        return None
    return job


def _run(kind: str, run: JobRun) -> None:
    """Run it under the id of the request that asked for it, and say how it ended."""
    before, begin = current_id(), time.monotonic()
    set_current_id(run.request_id or f"job-{run.job_id}")
    _under_way[run.job_id] = run
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
        _under_way.pop(run.job_id, None)
        set_current_id(before)


def _outcome(kind: str, run: JobRun) -> str:
    try:
        result = _task_of(kind)(run)
    except JobCancelled:
        return "cancelled"
    except Exception as error:  # noqa: BLE001  # a task may fail in any way; the row keeps what happened
        db.session.rollback()
        if fault_of(error) is not None:
            _put_back(run, error)
            return "put back"
        _finish_failed(run, error)
        return "failed"
    with transaction() as session:
        job = _held(session, run)
        if job is None:
            return "lost"
        job.state, job.result, job.finished_at, job.error, job.key = (
            JobState.DONE,
            result,
            utc_now(),
            "",
            None,
        )
    return "done"


def _task_of(kind: str) -> Task:
    if kind not in _tasks:
        raise LookupError(f"no task for {kind}")
    return _tasks[kind]


def _put_back(run: JobRun, error: Exception) -> None:
    """The storage was at fault and not the work: a try that does not count, however long that lasts."""
    with transaction() as session:
        if (job := _held(session, run)) is not None:
            job.error = f"{type(error).__name__}: {error}"[:2000]
            job.state, job.attempts = JobState.QUEUED, job.attempts - 1
            job.run_after = utc_now() + FAULT_PAUSE


def _finish_failed(run: JobRun, error: Exception) -> None:
    with transaction() as session:
        if (job := _held(session, run)) is None:
            return
        job.error = f"{type(error).__name__}: {error}"[:2000]
        if job.attempts >= MAX_ATTEMPTS:
            job.state, job.finished_at, job.key = JobState.FAILED, utc_now(), None
        else:
            job.state = JobState.QUEUED
            job.run_after = utc_now() + timedelta(seconds=2**job.attempts)


def cancel(job: Job) -> None:
    """Stop a job that has not finished; inside a transaction."""
    if job.state in {JobState.QUEUED, JobState.RUNNING}:
        job.state, job.finished_at, job.key = JobState.CANCELLED, utc_now(), None
