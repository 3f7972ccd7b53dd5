"""When an entry happened: a day, with or without an hour, as a moment in Vietnam."""

from datetime import date, datetime, time

from app.core.clock import VIETNAM, today, utc_now

NOON = time(12)
EARLIEST = date(1950, 1, 1)
"""No goods that are traced are older. Until 1911 Vietnam's zone has seconds, which the time of an event cannot tell."""


def moment_of(day: date, at: time | None) -> datetime:
    """A day without a time is noon there, or now if noon is still to come."""
    moment = datetime.combine(day, at or NOON, VIETNAM)
    return min(moment, utc_now()) if at is None and day == today() else moment
