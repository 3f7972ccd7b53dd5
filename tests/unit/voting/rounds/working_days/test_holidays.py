"""Terms counted with the days off of Việt Nam; the expected days were counted by hand."""

from datetime import date

import pytest
from holidays import country_holidays

from voting.rounds.working_days import holidays
from voting.rounds.working_days.calendar import DayKind
from voting.rounds.working_days.holidays import count_term, get_calendar, open_years, unannounced


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        (date(2027, 1, 20), 15, date(2027, 2, 17)),  # Tết: 4 to 10 February
        (date(2026, 12, 15), 15, date(2027, 1, 6)),  # 1 January
        (date(2026, 11, 20), 3, date(2026, 11, 26)),  # 24 November, Vietnamese Cultural Day
        (date(2026, 6, 1), 15, date(2026, 6, 22)),
        (date(2026, 4, 24), 3, date(2026, 5, 4)),  # 27 April in lieu of the 26th, 30 April, 1 May
        (date(2026, 1, 1), 1, date(2026, 1, 5)),  # 2 January is off, 10 January is worked for it
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2025, 4, 25), 1, date(2025, 4, 26)),  # worked for 2 May
        (date(2025, 4, 29), 1, date(2025, 5, 5)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # worked for 31 August
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2027, 4, 29), 1, date(2027, 5, 4)),  # 3 May in lieu of Saturday 1 May
        (date(2027, 9, 1), 1, date(2027, 9, 6)),
    ],
)
def test_terms_of_the_announced_years(start, days, deadline):
    term = count_term(start, days)
    assert term.deadline == deadline
    assert (term.unknown_years, term.unconfirmed_years) == ((), ())


@pytest.mark.parametrize("year", range(2024, 2031))
def test_days_off_are_those_of_the_law_and_of_the_notices(year):
    law = {day for day in country_holidays("VN", years=year) if day.year == year}
    ours = {row.day for row in get_calendar(year, year).days.values() if row.kind is not DayKind.SWAP_WORKED}
    assert ours == law | ({date(2026, 1, 2)} if year == 2026 else set())


def test_year_that_is_not_announced_is_named():
    assert count_term(date(2028, 1, 10), 15).unconfirmed_years == (2028,)
    assert count_term(date(2027, 12, 20), 15).unconfirmed_years == (2028,)


def test_year_that_nobody_knows_is_named_and_only_weekends_are_left_out():
    term = count_term(date(2150, 1, 1), 5)
    assert (term.deadline, term.unknown_years) == (date(2150, 1, 8), (2150,))
    assert {row.why for row in term.left_out} == {"weekend"}


def test_years_of_a_term_that_may_still_move():
    assert open_years(date(2027, 1, 4), date(2027, 12, 31)) == ()
    assert open_years(date(2027, 12, 20), date(2028, 1, 3)) == (2028,)
    assert open_years(date(2099, 12, 20), date(2100, 1, 8)) == (2099, 2100)


def test_notice_of_next_year_is_missed_from_october_on():
    assert unannounced(date(2026, 11, 29)) is None
    assert unannounced(date(2027, 9, 30)) is None
    assert unannounced(date(2027, 10, 1)) == 2028
    assert unannounced(date(2029, 1, 1)) == 2029


def test_days_count_only_in_the_years_asked_for(monkeypatch):
    class Found(dict):
        weekend_workdays = (date(2026, 1, 10), date(2025, 12, 27))

    monkeypatch.setattr(
        "holidays.country_holidays", lambda *_args, **_facts: Found({date(2025, 12, 31): "Tết"})
    )
    days = list(holidays._days_of_law(frozenset({2026})))
    assert [(day.day, day.kind) for day in days] == [(date(2026, 1, 10), DayKind.SWAP_WORKED)]
