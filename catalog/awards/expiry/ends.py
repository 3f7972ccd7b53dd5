"""When a facility is informed that its certificate ends. Pure."""

from datetime import date

from catalog.validity import EXPIRY_NOTICE

NOTICES = (30, EXPIRY_NOTICE.days)
"""Days ahead, the nearest first."""


def due_notice(day: date, valid_until: date) -> int | None:
    """Which notice is due that day: 90 from 90 to 31 days ahead, 30 from 30 days to the last day, else None.

    A certificate first seen in its last 30 days gets that notice alone.
    """
    left = (valid_until - day).days
    return next((ahead for ahead in NOTICES if 0 <= left <= ahead), None)
