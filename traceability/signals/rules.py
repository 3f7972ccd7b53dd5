"""What is suspicious in the scans of one item's code: it was opened where or when a single item can hardly
have been.

How often a code is opened never counts by itself: a class of children that scans one poster, a shop window or
a television programme opens one code a thousand times and nothing is wrong. Lot codes are on every item of a
lot and are not checked at all. Pure.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SignalKind(StrEnum):
    SPREAD = "spread"
    SPEED = "speed"
    AFTER_SOLD = "after-sold"
    UNUSED = "unused"


WEEK = timedelta(days=7)
SPREAD_PROVINCES = 3
"""Provinces given within a week: maker, shop and buyer are rarely in more than two."""
SPEED_HOURS = timedelta(hours=1)
SPEED_TIMES = 2
"""Once may be a journey or a wrong tap; this many hours with two provinces are not."""
MOST_TOLD = 500
"""Of a code that thousands opened the newest are enough to see."""
SOLD_REST = timedelta(days=7)
SOLD_DAYS = 3
SOLD_VISITORS = 5
"""People at a buyer's table open a code too, on a day or two: more people on more days are another matter."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One scan. hour: its start; province: "" where the visitor told none."""

    hour: datetime
    province: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """scans, provinces, first_at, last_at: of the scans that it rests on."""

    kind: SignalKind
    scans: int
    provinces: int
    first_at: datetime
    last_at: datetime


def find_signals(
    seen: Iterable[Seen], sold_at: datetime | None = None, *, waits_for_use: bool = False
) -> list[Signal]:
    """The findings from the scans of one item's code. sold_at: when the maker marked it as sold;
    waits_for_use: it is not in use, while others of its run are, so any scan of it is odd.
    """
    scans = sorted(seen, key=lambda scan: scan.hour)
    told = [scan for scan in scans if scan.province][-MOST_TOLD:]
    later = [scan for scan in scans if sold_at is not None and scan.hour >= sold_at + SOLD_REST]
    found = (
        (SignalKind.SPREAD, _spread(told)),
        (SignalKind.SPEED, _speed(told)),
        (SignalKind.AFTER_SOLD, _after_sold(later)),
        (SignalKind.UNUSED, scans if waits_for_use else []),
    )
    return [_signal(kind, rests_on) for kind, rests_on in found if rests_on]


def _spread(told: list[Seen]) -> list[Seen]:
    """The scans of the weeks in which enough provinces were told."""
    rests_on: set[int] = set()
    for n, last in enumerate(told):
        week = [m for m in range(n + 1) if last.hour - told[m].hour < WEEK]
        if len(_provinces(told[m] for m in week)) >= SPREAD_PROVINCES:
            rests_on.update(week)
    return [told[n] for n in sorted(rests_on)]


def _speed(told: list[Seen]) -> list[Seen]:
    """Pairs of scans in the same or the next hour that tell two provinces, once there are enough such hours."""
    pairs = [
        (one, other)
        for n, one in enumerate(told)
        for other in told[n + 1 :]
        if other.hour - one.hour <= SPEED_HOURS and other.province != one.province
    ]
    hours = {one.hour for one, _other in pairs}
    if len(hours) < SPEED_TIMES:
        return []
    near = {scan.hour for pair in pairs for scan in pair}
    return [scan for scan in told if scan.hour in near]


def _after_sold(later: list[Seen]) -> list[Seen]:
    days = {scan.hour.date() for scan in later}
    return later if len(later) >= SOLD_VISITORS and len(days) >= SOLD_DAYS else []


def _provinces(scans: Iterable[Seen]) -> Collection[str]:
    return {scan.province for scan in scans if scan.province}


def _signal(kind: SignalKind, scans: list[Seen]) -> Signal:
    return Signal(kind, len(scans), len(_provinces(scans)), scans[0].hour, scans[-1].hour)
