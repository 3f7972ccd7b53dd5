"""Order a brochure: drawn by a job, stored as a file for the person who ordered it."""

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import ALLOWED, Decision, Denied, authorize
from app.core.work.jobs import Job, enqueue
from catalog.brochure.queries import list_recognised

KIND = "catalog.brochure"


def can_order_brochure(actor: Actor) -> Decision:
    """Officers: what it shows is public."""
    return ALLOWED if actor.is_officer else Denied()


def order_brochure(actor: Actor, title: str, unit_id: int | None = None) -> Job:
    """Queue the drawing. unit_id: one province; None for the country. RuleBroken(`brochure_empty`) with no product."""
    authorize(actor, can_order_brochure)
    if not title:
        raise RuleBroken("required", "title")
    if not list_recognised(today(), unit_id):
        raise RuleBroken("brochure_empty", "province")
    job = enqueue(KIND, user_id=actor.user_id, title=title, unit_id=unit_id)
    db.session.flush()
    audit.record(actor, "catalog.brochure.order", job, title=title, unit_id=unit_id)
    return job
