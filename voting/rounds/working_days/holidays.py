"""The days off that terms are counted with: the law's by the package `holidays`, over them the government's notices.

A swap of days is a row of a notice, never a formula. A year without a notice is counted by the law's days alone and
named on every page that counts with it.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

from voting.rounds.working_days.calendar import CalendarDay, DayKind, Term, WorkCalendar

SWAP = "Ngày nghỉ hoán đổi"
WORKED = "Ngày làm bù"
NOTICES: tuple[CalendarDay, ...] = (
    CalendarDay(date(2024, 4, 29), DayKind.SWAP_OFF, SWAP, "2450/VPCP-KGVX"),
    CalendarDay(date(2024, 5, 4), DayKind.SWAP_WORKED, WORKED, "2450/VPCP-KGVX"),
    CalendarDay(date(2025, 5, 2), DayKind.SWAP_OFF, SWAP, "6150/TB-BLĐTBXH"),
    CalendarDay(date(2025, 4, 26), DayKind.SWAP_WORKED, WORKED, "6150/TB-BLĐTBXH"),
    CalendarDay(date(2026, 1, 2), DayKind.SWAP_OFF, SWAP, "12729/VPCP-KGVX"),
    CalendarDay(date(2026, 1, 10), DayKind.SWAP_WORKED, WORKED, "12729/VPCP-KGVX"),
    CalendarDay(date(2026, 8, 31), DayKind.SWAP_OFF, SWAP, "9441/TB-BNV"),
    CalendarDay(date(2026, 8, 22), DayKind.SWAP_WORKED, WORKED, "9441/TB-BNV"),
)
"""The swapped days of each announced year, as the notice has them."""
LAST_ANNOUNCED = 2027
"""The last year whose notice is known (10065/VPCP-KGVX; it swaps no day)."""
FIRST_YEAR, LAST_YEAR = 1995, 2099
"""The years for which the package knows the legal holidays: its lunar calendar reaches further, the law
hardly does.
"""


@cache
def get_calendar(first: int, last: int) -> WorkCalendar:
    """The days off from year `first` to year `last`."""
    years = frozenset(year for year in range(first, last + 1) if FIRST_YEAR <= year <= LAST_YEAR)
    rows = {row.day: row for row in _days_of_law(years)}
    rows |= {row.day: row for row in NOTICES if row.day.year in years}
    return WorkCalendar(rows, years, frozenset(year for year in years if year <= LAST_ANNOUNCED))


def count_term(start: date, days: int) -> Term:
    """A term of `days` working days, counted from the day after `start`."""
    span = days // 200 + 1  # no year has fewer working days than that
    return get_calendar(start.year, start.year + span).count_term(start, days)


def open_years(first: date, last: date) -> tuple[int, ...]:
    """The years of a term from `first` to `last` whose days off nobody knows, or whose notice is not known yet."""
    calendar = get_calendar(first.year, last.year)
    return tuple(year for year in range(first.year, last.year + 1) if year not in calendar.confirmed)


def unannounced(day: date) -> int | None:
    """The year of `day`, or from October on the year after it, whose notice nobody has recorded here yet."""
    october = 10
    years = [day.year, *([day.year + 1] if day.month >= october else [])]
    return next((year for year in years if year > LAST_ANNOUNCED), None)


def _days_of_law(years: frozenset[int]) -> Iterable[CalendarDay]:
    if not years:
        return
    from holidays import country_holidays  # noqa: PLC0415  # 3 MB, for those who count days

    found = country_holidays("VN", years=sorted(years), language="vi")
    for day, name in sorted(found.items()):
        if day.year in years:
            yield CalendarDay(day, _kind_of(name), name, confirmed=day.year <= LAST_ANNOUNCED)
    for day in sorted(found.weekend_workdays):
        if day.year in years:
            yield CalendarDay(day, DayKind.SWAP_WORKED, WORKED)


def _kind_of(name: str) -> DayKind:
    """The package shows the kind of a day only in its name."""
    if name.startswith("Ngày nghỉ (thay"):
        return DayKind.SWAP_OFF
    return DayKind.IN_LIEU if name.endswith("(nghỉ bù)") else DayKind.LAW
