"""Clean-up of invitations."""

from datetime import timedelta

from sqlalchemy import delete

from app.core.clock import utc_now
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from catalog.models import FacilityInvitation

KEPT = timedelta(days=30)
"""How long after its end the address of an invitation is kept."""


@every(3600)
def clean() -> None:
    """Delete invitations that ended a month ago."""
    with transaction() as session:
        session.execute(delete(FacilityInvitation).where(FacilityInvitation.expires_at < utc_now() - KEPT))
