"""The complaint window, counted in working days."""

from datetime import date

from voting.rounds.holidays import complaint_deadline


def test_complaint_window_counts_working_days_only():
    assert complaint_deadline(date(2026, 6, 1), 15) == date(2026, 6, 22)


def test_complaint_window_steps_over_holidays():
    assert complaint_deadline(date(2026, 4, 24), 3) == date(2026, 5, 4)


def test_complaint_window_uses_days_worked_in_exchange():
    assert complaint_deadline(date(2025, 4, 25), 1) == date(2025, 4, 26)


def test_complaint_window_of_a_year_without_data_counts_whole_weeks():
    assert complaint_deadline(date(2040, 3, 1), 15) == date(2040, 3, 22)
