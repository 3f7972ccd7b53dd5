"""A day that something is due on, as the leaf of a calendar draws it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.web.filters import MONTHS
from app.web.i18n import current_locale, translate, translate_plural

SOON = 7
"""Days from which a leaf warns."""
FAR = 100
"""Days from which months are told instead, rounded down."""
YEARS = 730

Tone = Literal["late", "soon", "far"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """month and left: in the reader's language; day: two digits."""

    month: str
    day: str
    left: str
    tone: Tone


def leaf(day: date, today: date) -> Leaf:
    month = f"thg {day.month:02d}" if current_locale() == "vi" else MONTHS[day.month - 1]
    days = (day - today).days
    return Leaf(
        month, f"{day.day:02d}", left_text(days), "late" if days < 0 else "soon" if days <= SOON else "far"
    )


def left_text(days: int) -> str:
    """How long a number of days is, in words; a negative one is late."""
    if days < 0:
        return translate_plural("%(num)s day late", "%(num)s days late", -days)
    if days < 2:  # noqa: PLR2004
        return translate("tomorrow") if days else translate("today")
    if days < FAR:
        return translate_plural("%(num)s day left", "%(num)s days left", days)
    if days < YEARS:
        return translate_plural("%(num)s month left", "%(num)s months left", days * 12 // 365)
    return translate_plural("%(num)s year left", "%(num)s years left", days * 100 // 36525)
