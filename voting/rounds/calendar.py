"""Working days. Holidays are data, year by year; a year without data is refused, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from voting.errors import CalendarError

COMPLAINT_DAYS = 15
ANSWER_DAYS = 10
SATURDAY = 5

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`holidays`: days off beside Saturdays and Sundays; `made_up`: weekend days worked in exchange."""

    years: frozenset[int]
    holidays: frozenset[date]
    made_up: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarError for a year the data does not cover."""
        if day.year not in self.years:
            raise CalendarError("no_holidays", f"no holidays are recorded for {day.year}", year=day.year)
        return day in self.made_up or (day.weekday() < SATURDAY and day not in self.holidays)

    def add_working_days(self, start: date, days: int) -> date:
        """The last of `days` working days after `start`, which itself does not count; days is at least 1."""
        day, left = start, days
        while left > 0:
            day += _DAY
            left -= self.is_working_day(day)
        return day

    def count_working_days(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        days = range((end - start).days)
        return sum(self.is_working_day(start + (n + 1) * _DAY) for n in days)


def read_calendar(data: Mapping[str, Any]) -> WorkCalendar:
    """Read `{"2026": {"holidays": ["2026-01-01", …], "made_up": […]}}`. Raises CalendarError."""
    years: set[int] = set()
    found: dict[str, set[date]] = {"holidays": set(), "made_up": set()}
    for year, days in data.items():
        try:
            years.add(int(year))
            for name, dates in found.items():
                dates.update(_read_day(int(year), day) for day in days[name])
        except (KeyError, TypeError, ValueError):
            raise CalendarError(
                "bad_calendar", f"the holidays of {year} cannot be read", field=year
            ) from None
    return WorkCalendar(frozenset(years), frozenset(found["holidays"]), frozenset(found["made_up"]))


def _read_day(year: int, text: str) -> date:
    day = date.fromisoformat(text)
    if day.year != year:
        raise ValueError(text)
    return day


def get_complaint_deadline(notice: date, calendar: WorkCalendar, days: int = COMPLAINT_DAYS) -> date:
    """Last day to complain, counted from the notice of results (Circular 26/2014, article 20)."""
    return calendar.add_working_days(notice, days)


def get_answer_deadline(received: date, calendar: WorkCalendar, days: int = ANSWER_DAYS) -> date:
    """Last day for the council to answer a complaint, counted from its receipt."""
    return calendar.add_working_days(received, days)
