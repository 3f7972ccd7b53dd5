"""Half-open bands: from the lower edge up to, not including, the upper; the topmost takes the maximum too."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from voting.enums import BandFault


@dataclass(frozen=True, slots=True)
class Band:
    """Scores with lower <= score < upper; the band whose upper edge is the maximum includes it.

    `text_vi` and `text_en` name a grade, or describe what a score in this band looks like (an anchor).
    """

    code: str
    lower: Fraction
    upper: Fraction
    text_vi: str = ""
    text_en: str = ""


def get_band_faults(bands: Sequence[Band], maximum: Fraction) -> tuple[tuple[str, BandFault], ...]:
    """What is wrong with bands meant to end at `maximum`, as (band code, fault); nothing for no bands.

    They may start above 0: scores below the lowest have no band ("no award").
    """
    ordered = sorted(bands, key=lambda band: (band.lower, band.upper))
    faults = [(band.code, BandFault.EMPTY) for band in ordered if band.lower >= band.upper]
    for low, high in pairwise(ordered):
        if low.upper < high.lower:
            faults.append((high.code, BandFault.GAP))
        elif low.upper > high.lower:
            faults.append((high.code, BandFault.OVERLAP))
    if ordered and ordered[-1].upper != maximum:
        faults.append((ordered[-1].code, BandFault.NOT_TO_MAXIMUM))
    return tuple(faults)


def find_band(score: Fraction, bands: Sequence[Band]) -> Band | None:
    """The one band that holds the score, None below the lowest. The bands are without faults."""
    top = max((band.upper for band in bands), default=None)
    for band in bands:
        if band.lower <= score and (score < band.upper or score == top == band.upper):
            return band
    return None
