"""Clean-up of drafts."""

from datetime import timedelta

from sqlalchemy import delete

from app.core.clock import utc_now
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from catalog.models import ProductDraft

KEPT = timedelta(days=90)
"""How long a draft is kept that nobody goes on with."""


@every(3600)
def clean() -> None:
    """Delete drafts that nobody has touched for a quarter."""
    with transaction() as session:
        session.execute(delete(ProductDraft).where(ProductDraft.saved_at < utc_now() - KEPT))
