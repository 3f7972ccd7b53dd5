"""Wishes on the trademark desk become proposals once a year is open for them."""

from app.core.actor import SYSTEM
from app.core.clock import today
from app.core.database.transaction import transaction
from app.core.work.periodic import every
from programme.plan_years.queries import find_offer_of
from programme.proposals.services import TRADEMARK_SUPPORT, open_wishes, propose_support

PERIOD = 600.0


@every(PERIOD)
def take_in_wishes() -> int:
    """Wishes that were told while no year was open; returns how many became proposals."""
    if find_offer_of(TRADEMARK_SUPPORT, today()) is None or not open_wishes():
        return 0
    with transaction():
        return sum(propose_support(SYSTEM, row) is not None for row in open_wishes())
