"""The agreement of a jury, for people to see after closing; nothing here ever changes a result.

Kendall's W (corrected for ties) and ICC(2,1) and ICC(2,k) of Shrout and Fleiss 1979 are ratios of sums, so
they are exact too. All look only at entries that all jurors scored. Trained panels reach a W of 0.88 and an
ICC(2,1) of 0.84.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from voting.tally.spread import get_median

Totals = Mapping[str, Mapping[str, Fraction]]
"""entry -> juror -> total; a juror without a ballot for an entry is left out there"""

Rows = Sequence[Sequence[Fraction | int]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over `entries` entries that all `jurors` jurors scored. None if there is nothing to compare.

    icc: of one juror's totals, ICC(2,1); icc_mean: of the mean of these jurors, ICC(2,k).
    """

    jurors: int
    entries: int
    kendall_w: Fraction | None
    icc: Fraction | None
    icc_mean: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the jurors of one entry are; `farthest` names those most distant from the median."""

    lowest: Fraction
    highest: Fraction
    median: Fraction
    farthest: tuple[str, ...]

    @property
    def range(self) -> Fraction:
        return self.highest - self.lowest


def get_agreement(totals: Totals) -> Agreement:
    """Agreement of all jurors who scored anything, on the entries they all scored."""
    jurors = sorted({juror for row in totals.values() for juror in row})
    rows = [[row[juror] for juror in jurors] for row in totals.values() if len(row) == len(jurors)]
    if len(rows) < 2 or len(jurors) < 2:  # noqa: PLR2004 - one of either cannot agree
        return Agreement(len(jurors), len(rows), None, None)
    whole = _to_whole(rows)  # none of the measures asks in which unit the totals are
    return Agreement(len(jurors), len(rows), get_kendall_w(whole), get_icc(whole), get_icc_mean(whole))


def get_kendall_w(rows: Rows) -> Fraction | None:
    """Kendall's W of rows = entries, columns = jurors; None when every juror ranks all entries alike."""
    entries, jurors = len(rows), len(rows[0])
    columns = [[row[n] for row in rows] for n in range(jurors)]
    ranks = [_ranks(column) for column in columns]
    sums = [sum((one[n] for one in ranks), Fraction(0)) for n in range(entries)]
    mean = Fraction(jurors * (entries + 1), 2)
    ties = sum(count**3 - count for column in columns for count in Counter(column).values())
    scale = jurors**2 * (entries**3 - entries) - jurors * ties
    return 12 * sum(((one - mean) ** 2 for one in sums), Fraction(0)) / scale if scale else None


def get_icc(rows: Rows) -> Fraction | None:
    """ICC(2,1): absolute agreement of single jurors, two-way random; None when nothing varies."""
    entries, jurors = len(rows), len(rows[0])
    between, judges, residual = _mean_squares(rows)
    scale = between + (jurors - 1) * residual + Fraction(jurors, entries) * (judges - residual)
    return (between - residual) / scale if scale else None


def get_icc_mean(rows: Rows) -> Fraction | None:
    """ICC(2,k): absolute agreement of the mean of these jurors, two-way random; None when nothing varies."""
    between, judges, residual = _mean_squares(rows)
    scale = between + (judges - residual) / len(rows)
    return (between - residual) / scale if scale else None


def get_severity(totals: Totals) -> dict[str, Fraction]:
    """For each juror the mean distance from the entry's mean over the entries scored; negative is severe."""
    distances: dict[str, list[Fraction]] = {}
    for row in totals.values():
        mean = _mean(list(row.values())) if row else Fraction(0)
        for juror, total in row.items():
            distances.setdefault(juror, []).append(total - mean)
    return {juror: _mean(values) for juror, values in sorted(distances.items())}


def get_spread(row: Mapping[str, Fraction]) -> Spread | None:
    """The spread of one entry's totals by juror, None without any."""
    if not row:
        return None
    median = get_median(list(row.values()))
    widest = max(abs(total - median) for total in row.values())
    farthest = tuple(
        sorted(juror for juror, total in row.items() if widest and abs(total - median) == widest)
    )
    return Spread(min(row.values()), max(row.values()), median, farthest)


@dataclass(frozen=True, slots=True)
class FarSheet:
    """One juror's total that is far from the median of its entry; `distance` is signed, negative below it."""

    entry: str
    juror: str
    total: Fraction
    median: Fraction

    @property
    def distance(self) -> Fraction:
        return self.total - self.median


def find_far_sheets(totals: Totals, points: Fraction) -> list[FarSheet]:
    """The sheets more than `points` from the median of their entry, the farthest first."""
    far = []
    for entry, row in totals.items():
        median = get_median(list(row.values())) if row else Fraction(0)
        far += [
            FarSheet(entry, juror, total, median)
            for juror, total in row.items()
            if abs(total - median) > points
        ]
    return sorted(far, key=lambda one: (-abs(one.distance), one.entry, one.juror))


def to_decimal(value: Fraction, places: int = 2) -> str:
    """The value to this many decimals, halves away from zero, for people to read: "-1.25"."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(units).rjust(places + 1, "0")
    sign = "-" if value < 0 and units else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _to_whole(rows: Rows) -> Rows:
    """The same totals in a unit in which all are whole numbers, which are quicker to add than fractions."""
    unit = lcm(*(value.denominator for row in rows for value in row))
    return [[int(value * unit) for value in row] for row in rows]


def _mean_squares(rows: Rows) -> tuple[Fraction, Fraction, Fraction]:
    """Between entries, between jurors, and what is left (BMS, JMS, EMS of Shrout and Fleiss)."""
    entries, jurors = len(rows), len(rows[0])
    total = sum(sum(row) for row in rows)
    common = Fraction(total * total) / (entries * jurors)
    of_rows = Fraction(sum(sum(row) ** 2 for row in rows)) / jurors - common
    of_columns = Fraction(sum(sum(column) ** 2 for column in zip(*rows, strict=True))) / entries - common
    error = sum(value * value for row in rows for value in row) - common - of_rows - of_columns
    return of_rows / (entries - 1), of_columns / (jurors - 1), error / ((entries - 1) * (jurors - 1))


def _ranks(values: Sequence[Fraction | int]) -> list[Fraction]:
    """Ranks from 1, equal values sharing their mean rank."""
    counts = Counter(values)
    ranks, before = {}, 0
    for value in sorted(counts):
        ranks[value] = before + Fraction(counts[value] + 1, 2)
        before += counts[value]
    return [ranks[value] for value in values]


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
