"""The state of background work, checked every few seconds by each machine's runner."""

import time
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import latest_change, list_changes
from app.core.mail import OutboxMail
from app.core.ports import ports
from app.core.telemetry import metrics
from app.core.work.jobs import Job, JobState, count_due, oldest_due
from app.core.work.periodic import every

LOOK_SECONDS = 5.0
GIVEN_UP = timedelta(days=2)
"""A mail that has waited longer is not tried any more."""
FAILED_IN = timedelta(days=1)


def watch_state() -> None:
    """Let the runner check it. Called by a program whose metrics are read."""
    every(LOOK_SECONDS, node=True)(note_state)


def note_state() -> None:
    """Read and set them all; the time of the look comes last, so that one that breaks off shows."""
    now = utc_now()
    metrics.JOB_QUEUE_AGE.set(_age(oldest_due(), now))
    metrics.JOBS_DUE.set(count_due())
    given_up = (Job.state == JobState.FAILED) & (Job.finished_at > now - FAILED_IN)
    metrics.JOBS_FAILED.set(db.session.scalar(select(func.count()).select_from(Job).where(given_up)) or 0)
    position = ports().search.position()
    waiting = list_changes(position, limit=1)
    metrics.FEED_LAG.set(max(0, latest_change() - position))
    metrics.FEED_LAG_SECONDS.set(_age(waiting[0].at if waiting else None, now))
    unsent = OutboxMail.sent_at.is_(None) & (OutboxMail.created_at > now - GIVEN_UP)
    metrics.MAIL_AGE.set(_age(db.session.scalar(select(func.min(OutboxMail.created_at)).where(unsent)), now))
    metrics.LAST_LOOK.set(time.time())


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0
