"""The spread rule: jurors too far apart on one entry discuss and score again; both ballots are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.enums import SpreadKind


@dataclass(frozen=True, slots=True)
class SpreadRule:
    """More than `points` from the jurors' median, or a range of more than `points`."""

    kind: SpreadKind
    points: Fraction


def get_median(values: list[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle. `values` is not empty."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def find_outliers(totals: Mapping[str, Fraction], rule: SpreadRule) -> tuple[str, ...]:
    """The jurors who must score this entry again, in the order given; none when the jurors are close enough.

    By median: those farther than allowed. By range: the lowest and the highest, since either may be off.
    """
    if not totals:
        return ()
    if rule.kind is SpreadKind.MEDIAN:
        median = get_median(list(totals.values()))
        return tuple(juror for juror, total in totals.items() if abs(total - median) > rule.points)
    low, high = min(totals.values()), max(totals.values())
    if high - low <= rule.points:
        return ()
    return tuple(juror for juror, total in totals.items() if total in {low, high})
