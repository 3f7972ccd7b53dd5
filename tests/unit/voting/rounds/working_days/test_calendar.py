"""Terms of working days over rows of days off."""

from datetime import date

from voting.rounds.working_days.calendar import CalendarDay, DayKind, LeftOut, WorkCalendar

DAYS = {
    row.day: row
    for row in (
        CalendarDay(date(2026, 4, 30), DayKind.LAW, "Ngày Chiến thắng"),
        CalendarDay(date(2026, 5, 1), DayKind.LAW, "Ngày Quốc tế Lao động"),
        CalendarDay(date(2026, 8, 22), DayKind.SWAP_WORKED, "Ngày làm bù", "9441/TB-BNV"),
    )
}
CALENDAR = WorkCalendar(DAYS, known=frozenset({2026, 2027}), confirmed=frozenset({2026}))


def test_weekends_and_holidays_are_left_out_with_their_reason():
    term = CALENDAR.count_term(date(2026, 4, 29), 2)
    assert term.deadline == date(2026, 5, 5)
    assert term.left_out == (
        LeftOut(date(2026, 4, 30), "Ngày Chiến thắng"),
        LeftOut(date(2026, 5, 1), "Ngày Quốc tế Lao động"),
        LeftOut(date(2026, 5, 2), "weekend"),
        LeftOut(date(2026, 5, 3), "weekend"),
    )
    assert [row.date.day for row in term.holidays] == [30, 1]


def test_weekend_day_that_is_worked_in_exchange_counts():
    assert CALENDAR.count_term(date(2026, 8, 21), 1).deadline == date(2026, 8, 22)


def test_day_of_the_act_does_not_count():
    assert CALENDAR.count_term(date(2026, 6, 6), 1).deadline == date(2026, 6, 8)
    assert CALENDAR.count_term(date(2026, 6, 7), 1).deadline == date(2026, 6, 8)


def test_years_without_a_notice_and_without_any_day_are_named():
    term = CALENDAR.count_term(date(2026, 12, 31), 262)
    assert term.deadline == date(2028, 1, 3)
    assert (term.unknown_years, term.unconfirmed_years) == ((2028,), (2027,))
