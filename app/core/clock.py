"""The one source of time. Everything stored is UTC; days are days in Việt Nam."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that moves only on request; tests and demonstration data use it."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        self._at += by


_clock: Clock = SystemClock()


def utc_now() -> datetime:
    """The present moment, aware, UTC."""
    return _clock.now()


def today() -> date:
    """The calendar day in Việt Nam, by which validity is judged."""
    return _clock.now().astimezone(VIETNAM).date()


@contextmanager
def use_clock(clock: Clock) -> Iterator[Clock]:
    """Use another clock inside the block."""
    global _clock  # noqa: PLW0603  # one clock a process is the point
    before, _clock = _clock, clock
    try:
        yield clock
    finally:
        _clock = before


def local_day(at: datetime) -> date:
    """The day that a moment falls on in Việt Nam: from 17:00 UTC on the next one."""
    return at.astimezone(VIETNAM).date()
