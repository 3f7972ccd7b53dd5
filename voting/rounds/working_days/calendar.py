"""Working days. Days off are rows of data; a year that no row covers is named in the answer, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5
WEEKEND = "weekend"

_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """Why a day is off or a working day: by law, in lieu of a holiday on a weekend, or swapped by the
    government.
    """

    LAW = "law"
    IN_LIEU = "in_lieu"
    SWAP_OFF = "swap_off"
    SWAP_WORKED = "swap_worked"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day that differs from its weekday. decision: the number of the notice; confirmed: the notice is
    known.
    """

    day: date
    kind: DayKind
    name: str
    decision: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day that a term does not count. why: `weekend`, or the holiday's name."""

    date: date
    why: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of working days. unknown_years: nobody knows their holidays, so only weekends are left out there.

    unconfirmed_years: the law's days are known, the government has not announced its swapped days yet.
    """

    deadline: date
    left_out: tuple[LeftOut, ...]
    unknown_years: tuple[int, ...] = ()
    unconfirmed_years: tuple[int, ...] = ()

    @property
    def holidays(self) -> tuple[LeftOut, ...]:
        """What was left out besides Saturdays and Sundays."""
        return tuple(row for row in self.left_out if row.why != WEEKEND)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """days: by date. known: years whose days of law are in it. confirmed: years whose notice is in it too."""

    days: Mapping[date, CalendarDay]
    known: frozenset[int]
    confirmed: frozenset[int]

    def why_off(self, day: date) -> str:
        """`weekend`, the holiday's name, or nothing on a working day."""
        row = self.days.get(day)
        if row is not None and row.kind is DayKind.SWAP_WORKED:
            return ""
        if day.weekday() >= SATURDAY:
            return WEEKEND
        return row.name if row is not None else ""

    def count_term(self, start: date, days: int) -> Term:
        """The last of `days` working days, counted from the day after `start`; days is at least 1."""
        day, left, out = start, days, list[LeftOut]()
        years: dict[int, None] = {}
        while left > 0:
            day += _DAY
            years[day.year] = None
            if why := self.why_off(day):
                out.append(LeftOut(day, why))
            else:
                left -= 1
        unknown = tuple(year for year in years if year not in self.known)
        unconfirmed = tuple(year for year in years if year in self.known - self.confirmed)
        return Term(day, tuple(out), unknown, unconfirmed)
