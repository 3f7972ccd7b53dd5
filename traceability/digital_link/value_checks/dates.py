"""Dates and times as GS1 writes them; each function returns the code of what is wrong, or None."""

import calendar

_CENTURY = 2000  # of YYMMDD; 1972 to 1999 have the leap years of 2072 to 2099, so any will do to check a day
_MONTHS = 12


def _date(year: int, month: int, day: int, first_day: int) -> str | None:
    if not 1 <= month <= _MONTHS:
        return "date"
    return None if first_day <= day <= calendar.monthrange(year, month)[1] else "date"


def short_date_or_month(text: str) -> str | None:
    """YYMMDD, where DD may be 00 for the whole month."""
    return _date(_CENTURY + int(text[:2]), int(text[2:4]), int(text[4:]), first_day=0)


def short_date(text: str) -> str | None:
    return _date(_CENTURY + int(text[:2]), int(text[2:4]), int(text[4:]), first_day=1)


def long_date(text: str) -> str | None:
    # GS1 allows year 0000, a leap year as 2000 is; the calendar module starts at 1.
    return _date(int(text[:4]) or 2000, int(text[4:6]), int(text[6:]), first_day=1)


def hour(text: str) -> str | None:
    return None if text < "24" else "time"


def minute_or_second(text: str) -> str | None:
    return None if text < "60" else "time"


def hour_and_minute(text: str) -> str | None:
    return hour(text[:2]) or minute_or_second(text[2:])
