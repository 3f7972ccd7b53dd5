"""What an administrator does with jobs and mails."""

from app.accounts.policies import can_manage_users
from app.backoffice.policies import can_cancel_job
from app.core.actor import Actor
from app.core.audit import record
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound
from app.core.mail import OutboxMail, is_with_a_server, order_sending
from app.core.policy import authorize
from app.core.work.jobs import Job, JobState, cancel


def retry_job(actor: Actor, job_id: int) -> None:
    """Put a failed or cancelled job back into the queue; inside a transaction."""
    authorize(actor, can_manage_users)
    job = _job(job_id)
    if job.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise Conflict("job_not_stopped")
    job.state, job.attempts, job.run_after = JobState.QUEUED, 0, utc_now()
    job.finished_at, job.lease_until, job.error = None, None, ""
    record(actor, "backoffice.job.retry", job, label=job.kind)


def cancel_job(actor: Actor, job_id: int) -> None:
    """Stop a job that has not finished; its owner may too. Inside a transaction."""
    job = _job(job_id)
    authorize(actor, can_cancel_job, job)
    if job.state not in {JobState.QUEUED, JobState.RUNNING}:
        raise Conflict("job_ended")
    cancel(job)
    record(actor, "backoffice.job.cancel", job, label=job.kind)


def send_again(actor: Actor, mail_id: int) -> None:
    """Queue an unsent mail again; inside a transaction. One that is being handed over is left alone."""
    authorize(actor, can_manage_users)
    mail = db.session.get(OutboxMail, mail_id, with_for_update=True)
    if mail is None:
        raise NotFound("not_found")
    if is_with_a_server(mail):
        raise Conflict("mail_handed_over")
    mail.error, mail.handed_at = "", None
    order_sending(mail.id)
    record(actor, "backoffice.mail.send_again", mail, label=mail.recipient)


def _job(job_id: int) -> Job:
    job = db.session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound("not_found")
    return job
