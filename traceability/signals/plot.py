"""Scans of one code as a drawing: a row a province, a dot a day, larger where there were more. Pure.

Units of the drawing: 10 a day from left to right, 32 a row; templates draw, style sheets colour.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt

DAYS = 31
DAY, ROW, TOP = 10, 32, 20
LEAST, MOST = 3, 11
"""Radii of a dot."""


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    radius: int
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class PlotRow:
    """place: "" for scans without a province."""

    place: str
    y: int
    total: int
    dots: tuple[Dot, ...]

    @property
    def days(self) -> int:
        return len(self.dots)


@dataclass(frozen=True, slots=True)
class Plot:
    """sold_x: the position of the day of sale, None if it is not on the drawing."""

    rows: tuple[PlotRow, ...]
    width: int
    height: int
    first: date
    last: date
    sold_x: int | None


def draw_scans(scans: Iterable[tuple[date, str]], last: date, sold_on: date | None = None) -> Plot:
    """The scans (day, place) of the 31 days up to `last`, the busiest place first, those without a place at the end."""
    first = last - timedelta(days=DAYS - 1)
    counts = Counter((place, day) for day, place in scans if first <= day <= last)
    totals: Counter[str] = Counter()
    for (place, _day), count in counts.items():
        totals[place] += count
    places = sorted(totals, key=lambda place: (not place, -totals[place], place))
    rows = tuple(
        PlotRow(
            place=place,
            y=TOP + ROW * n + 22,
            total=totals[place],
            dots=tuple(
                Dot(_x(day, first), min(LEAST + isqrt(count), MOST), day, count)
                for (where, day), count in sorted(counts.items())
                if where == place
            ),
        )
        for n, place in enumerate(places)
    )
    on_drawing = sold_on is not None and first <= sold_on <= last
    sold_x = _x(sold_on, first) if on_drawing and sold_on is not None else None
    return Plot(rows, DAYS * DAY, TOP + ROW * len(rows), first, last, sold_x)


def _x(day: date, first: date) -> int:
    return (day - first).days * DAY + DAY // 2
