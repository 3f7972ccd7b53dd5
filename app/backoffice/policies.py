"""Who may see background work."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Decision
from app.core.work.jobs import Job


def can_see_job(actor: Actor, job: Job) -> Decision:
    """Its owner and the administrators; nobody else may know that it exists."""
    if actor.has(Role.ADMIN) or (actor.user_id is not None and actor.user_id == job.user_id):
        return ALLOWED
    return HIDDEN


def can_cancel_job(actor: Actor, job: Job) -> Decision:
    return can_see_job(actor, job)
