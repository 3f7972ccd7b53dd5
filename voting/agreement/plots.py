"""The positions of a plot's marks: one small drawing per table row, 200 units wide and 16 high, all on one
scale. Positions are exact until they are rounded to a tenth of a unit. Pure: templates draw, style sheets
colour.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.agreement.diagnostics import to_decimal
from voting.tally.spread import get_median

WIDTH, HEIGHT, EDGE = 200, 16, 6
"""EDGE: kept free at both ends, so that a dot at the end of the scale is whole."""
STEPS = (Fraction(1), Fraction(2), Fraction(5), Fraction(10), Fraction(20))
MOST_STEPS = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` at the left to `high` at the right; low < high."""

    low: Fraction
    high: Fraction

    @property
    def middle(self) -> Fraction:
        return (self.low + self.high) / 2

    def at(self, value: Fraction) -> str:
        """The position of a value, at the nearest end if it is outside."""
        inside = min(max(value, self.low), self.high)
        return to_decimal(EDGE + (WIDTH - 2 * EDGE) * (inside - self.low) / (self.high - self.low), 1)

    def line(self, value: Fraction) -> str:
        """A line from top to bottom."""
        return f"M{self.at(value)} 0V{HEIGHT}"


@dataclass(frozen=True, slots=True)
class SpreadMarks:
    """Path data of one entry: its range, its jurors, those far from the median, the median."""

    span: str
    near: str
    far: str
    median: str


def get_scale(values: Iterable[Fraction]) -> Scale:
    """A scale with round ends that holds all values; from 0 to 1 where there are none."""
    found = list(values)
    if not found:
        return Scale(Fraction(0), Fraction(1))
    low, high = min(found), max(found)
    step = next((one for one in STEPS if high - low <= MOST_STEPS * one), (high - low) / MOST_STEPS)
    bottom, top = low // step * step, -(-high // step) * step
    return Scale(bottom, top if top > bottom else bottom + step)


def get_even_scale(values: Iterable[Fraction]) -> Scale:
    """As `get_scale`, with 0 in the middle."""
    reach = get_scale([Fraction(0), *(abs(value) for value in values)]).high
    return Scale(-reach, reach)


def draw_spread(row: Mapping[str, Fraction], scale: Scale, points: Fraction) -> SpreadMarks:
    """One entry's totals by juror, which are not empty; `points`: from how far off the median a juror is far."""
    median = get_median(list(row.values()))
    near = [total for total in row.values() if abs(total - median) <= points]
    far = [total for total in row.values() if abs(total - median) > points]
    return SpreadMarks(
        span=f"M{scale.at(min(row.values()))} {HEIGHT // 2}H{scale.at(max(row.values()))}",
        near=_dots(near, scale),
        far=_dots(far, scale),
        median=f"M{scale.at(median)} 2V{HEIGHT - 2}",
    )


def draw_offset(value: Fraction, scale: Scale) -> str:
    """A bar from 0 to the value."""
    return f"M{scale.at(Fraction(0))} {HEIGHT // 2}H{scale.at(value)}"


def _dots(values: Iterable[Fraction], scale: Scale) -> str:
    """Lines of almost no length: with round caps they are dots, however the drawing is stretched."""
    return "".join(f"M{scale.at(value)} {HEIGHT // 2}h.01" for value in sorted(values))
