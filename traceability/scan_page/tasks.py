"""What comes round with scans: signals are raised, old single scans go."""

from app.core.database.transaction import transaction
from app.core.work.periodic import every
from traceability.scans.store import scan_store
from traceability.signals.services import raise_signals

QUARTER_HOUR, HOUR = 900, 3600


@every(QUARTER_HOUR)
def look_at_scans() -> None:
    with transaction():
        raise_signals(scan_store())


@every(HOUR)
def forget_old_scans() -> None:
    scan_store().forget_old()
