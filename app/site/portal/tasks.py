"""Planned articles are seen from their time on."""

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from app.site.portal.queries import is_due
from app.site.portal.services import publish_due


@every(30)
def publish_planned() -> int:
    """Run by the runner: an article is public at most half a minute late."""
    now = utc_now()
    due = is_due(now)
    db.session.rollback()
    if not due:
        return 0
    with transaction():
        return publish_due(now)
