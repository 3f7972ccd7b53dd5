"""Recurring work on scans: raises signals, deletes old single scans."""

from flask import current_app

from app.core.database.transaction import transaction
from app.core.work.periodic import every
from traceability.scans.store import scan_store
from traceability.signals.services import raise_signals

HALF_MINUTE, QUARTER_HOUR, HOUR = 30, 900, 3600


@every(HALF_MINUTE)
def write_scans_of_the_dead() -> None:
    """What a web machine counted and did not write before it went is taken out of the stream by whoever looks."""
    current_app.extensions["scan_buffer"].flush()


@every(QUARTER_HOUR)
def look_at_scans() -> None:
    with transaction():
        raise_signals(scan_store())


@every(HOUR)
def forget_old_scans() -> None:
    scan_store().forget_old()
