"""One sentence for each figure on a jury's scores, for people who do not read statistics.

Bands: of W as usual after Landis and Koch's wording, of the ICC after Koo and Li 2016.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.web.filters import number_text
from app.web.i18n import N_, translate
from voting.agreement.diagnostics import FarSheet, Spread, to_decimal
from voting.rules.bands import Band, find_band
from voting.tally.spread import get_median

W_WORDS = {
    "low": N_("The jurors order the entries almost independently of each other."),
    "weak": N_("The jurors order the entries alike only in part."),
    "fair": N_("The jurors order the entries in much the same way."),
    "strong": N_("The jurors order the entries almost alike."),
}
ICC_WORDS = {
    "low": N_("The mean of these jurors is a poor measure: another jury might place many entries elsewhere."),
    "weak": N_("The mean of these jurors is a moderate measure: places close to each other mean little."),
    "fair": N_("The mean of these jurors is a good measure."),
    "strong": N_("The mean of these jurors is an excellent measure."),
}
_W_BANDS = [
    Band("weak", Fraction(3, 10), Fraction(5, 10)),
    Band("fair", Fraction(5, 10), Fraction(8, 10)),
    Band("strong", Fraction(8, 10), Fraction(1)),
]
_ICC_BANDS = [
    Band("weak", Fraction(50, 100), Fraction(75, 100)),
    Band("fair", Fraction(75, 100), Fraction(90, 100)),
    Band("strong", Fraction(90, 100), Fraction(1)),
]


def shown(value: Fraction | None, places: int = 2) -> str:
    """A figure for people: "0,82", "−4,20"; a dash where there is none."""
    return "—" if value is None else number_text(to_decimal(value, places)).replace("-", "−")


def w_reading(value: Fraction | None) -> str:
    if value is None:
        return translate("There is nothing to compare: it takes two jurors and two entries that both scored.")
    message = W_WORDS[_code(value, _W_BANDS)]
    return translate(message)


def icc_reading(value: Fraction | None) -> str:
    if value is None:
        return translate("There is nothing to compare: it takes two jurors and two entries that both scored.")
    message = ICC_WORDS[_code(value, _ICC_BANDS)]
    return translate(message)


def severity_reading(severity: Mapping[str, Fraction]) -> str:
    """Who scores lowest and highest, and how far apart they are."""
    if len(severity) < 2:  # noqa: PLR2004  # one juror differs from nobody
        return translate("One juror alone cannot be compared.")
    low, high = min(severity, key=severity.__getitem__), max(severity, key=severity.__getitem__)
    return translate(
        "%(low)s scores lowest and %(high)s highest; on average they lie %(points)s points apart.",
        low=low,
        high=high,
        points=shown(severity[high] - severity[low]),
    )


def spread_reading(spreads: Mapping[str, Spread]) -> str:
    """The usual range, and the widest."""
    if not spreads:
        return translate("No sheet was counted.")
    widest = max(spreads, key=lambda code: (spreads[code].range, code))
    return translate(
        "In half of the entries the jurors lie at most %(usual)s points apart; "
        "the widest range is that of %(code)s: %(widest)s points.",
        usual=shown(get_median([one.range for one in spreads.values()])),
        code=widest,
        widest=shown(spreads[widest].range),
    )


def far_reading(far: Sequence[FarSheet], sheets: int, points: Fraction) -> str:
    """How many sheets are far from the median of their entry."""
    return translate(
        "%(count)s of %(sheets)s sheets lie more than %(points)s points from the median of their entry.",
        count=number_text(len(far)),
        sheets=number_text(sheets),
        points=shown(points, 0) if points.denominator == 1 else shown(points),
    )


def _code(value: Fraction, bands: Sequence[Band]) -> str:
    found = find_band(value, bands)
    return found.code if found else "low"
