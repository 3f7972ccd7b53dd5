"""How long goods keep, read from the maker's own words: "24 tháng kể từ ngày sản xuất", "18 months". Pure."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.text import fold

MONTHS_A_YEAR, MOST_MONTHS, MOST_DAYS = 12, 1200, 36_500
_UNITS = {
    "ngay": "day", "day": "day", "days": "day",
    "tuan": "week", "week": "week", "weeks": "week",
    "thang": "month", "month": "month", "months": "month",
    "nam": "year", "year": "year", "years": "year",
}  # fmt: skip
_AMOUNT = re.compile(rf"(?<![0-9.,/-])(?:0)?([1-9][0-9]{{0,3}}) ?({'|'.join(_UNITS)})(?![a-z])")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class ShelfLife:
    """Whole days or whole months."""

    days: int = 0
    months: int = 0

    def best_before(self, made_on: date) -> date:
        """Months end on the same day of the month, or on its last one."""
        if self.days:
            return made_on + timedelta(days=self.days)
        months = made_on.year * MONTHS_A_YEAR + made_on.month - 1 + self.months
        year, month = divmod(months, MONTHS_A_YEAR)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(made_on.day, last))


def read_shelf_life(text: str) -> ShelfLife | None:
    """The one length of time that a text names; None where it names none, several, or a number besides."""
    plain = fold(text)
    found = _AMOUNT.findall(plain)
    if len(found) != 1 or len(_DIGITS.findall(plain)) != 1:
        return None
    return _MAKERS[_UNITS[found[0][1]]](int(found[0][0]))


def _of_days(days: int) -> ShelfLife | None:
    return ShelfLife(days=days) if days <= MOST_DAYS else None


def _of_months(months: int) -> ShelfLife | None:
    return ShelfLife(months=months) if months <= MOST_MONTHS else None


_MAKERS: dict[str, Callable[[int], ShelfLife | None]] = {
    "day": _of_days,
    "week": lambda weeks: _of_days(weeks * 7),
    "month": _of_months,
    "year": lambda years: _of_months(years * MONTHS_A_YEAR),
}
