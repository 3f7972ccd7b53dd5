from datetime import date

import pytest

from voting.errors import CalendarError
from voting.rounds.calendar import get_answer_deadline, get_complaint_deadline, read_calendar

DATA = {
    "2026": {"holidays": ["2026-04-27", "2026-04-30", "2026-05-01"], "made_up": ["2026-05-09"]},
}
CALENDAR = read_calendar(DATA)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-04-24", True),  # Friday
        ("2026-04-25", False),  # Saturday
        ("2026-04-26", False),  # Sunday
        ("2026-04-27", False),  # Monday, off for the Kings' day on Sunday
        ("2026-04-30", False),
        ("2026-05-09", True),  # Saturday worked in exchange
    ],
)
def test_working_day_knows_weekends_holidays_and_exchanges(day, working):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is working


def test_complaints_end_fifteen_working_days_after_the_notice():
    # 24 Apr is the notice; 28, 29 Apr, 4-8, 9 (made up), 11-15, 18, 19 May are the fifteen
    assert get_complaint_deadline(date(2026, 4, 24), CALENDAR) == date(2026, 5, 19)


def test_answer_is_due_ten_working_days_after_receipt():
    assert get_answer_deadline(date(2026, 6, 1), CALENDAR) == date(2026, 6, 15)


def test_notice_on_a_day_off_counts_from_the_next_working_day():
    assert get_complaint_deadline(date(2026, 6, 6), CALENDAR, 1) == date(2026, 6, 8)
    assert get_complaint_deadline(date(2026, 6, 7), CALENDAR, 1) == date(2026, 6, 8)


def test_counting_is_the_inverse_of_adding():
    start = date(2026, 4, 1)
    assert [CALENDAR.count_working_days(start, CALENDAR.add_working_days(start, n)) for n in (1, 7, 30)] == [
        1,
        7,
        30,
    ]
    assert CALENDAR.count_working_days(start, start) == 0
    assert CALENDAR.count_working_days(start, date(2026, 3, 1)) == 0


def test_year_without_holidays_on_record_is_refused():
    with pytest.raises(CalendarError) as caught:
        get_complaint_deadline(date(2026, 12, 25), CALENDAR)
    assert (caught.value.code, caught.value.params) == ("no_holidays", {"year": 2027})


@pytest.mark.parametrize(
    "data",
    [
        {"2026": {"holidays": ["2026-13-01"], "made_up": []}},
        {"2026": {"holidays": ["2025-01-01"], "made_up": []}},
        {"2026": {"holidays": []}},
        {"2026": {"holidays": [20260101], "made_up": []}},
        {"2026": ["2026-01-01"]},
    ],
)
def test_calendar_that_cannot_be_read_names_the_year(data):
    with pytest.raises(CalendarError) as caught:
        read_calendar(data)
    assert (caught.value.code, caught.value.field) == ("bad_calendar", "2026")


def test_year_that_is_no_number_is_refused():
    with pytest.raises(CalendarError) as caught:
        read_calendar({"năm nay": {"holidays": ["2026-01-01"], "made_up": []}})
    assert caught.value.field == "năm nay"
    with pytest.raises(CalendarError):
        read_calendar({"năm nay": {"holidays": [], "made_up": []}})
