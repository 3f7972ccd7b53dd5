"""Periods of reports."""

from datetime import date

import pytest

from programme.period_reports.rules import (
    addition,
    beneficiary_of,
    parts_added,
    quarters_of,
    read_period,
)


@pytest.mark.parametrize(
    ("code", "begins", "ends"),
    [
        ("2023Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("2024Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2023Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_days_of_a_period(code, begins, ends):
    found = read_period(code)
    assert found is not None
    assert (found.begins, found.ends) == (begins, ends)


@pytest.mark.parametrize("code", ["", "2023Q5", "23Q1", "2023q1", "0000", "2023Q12"])
def test_other_texts_are_no_period(code):
    assert read_period(code) is None


def test_five_years_have_twenty_quarters():
    found = quarters_of(date(2021, 1, 1), date(2025, 12, 31))
    assert (len(found), found[0].code, found[-1].code) == (20, "2021Q1", "2025Q4")
    assert [period.code for period in quarters_of(date(2021, 5, 1), date(2021, 9, 30))] == [
        "2021Q2",
        "2021Q3",
    ]


def test_a_fact_adds_what_was_not_told_yet():
    assert (addition(5, 0), addition(3, 5), addition(0, 5), addition(5, 5)) == (5, -2, -5, 0)


def test_parts_that_add_nothing_are_left_out():
    now, told = {"women": 12, "poor": 4, "minority": 3}, {"women": 10, "poor": 4, "disabled": 2}
    assert parts_added(now, told) == {"women": 2, "minority": 3, "disabled": -2}


@pytest.mark.parametrize(
    ("kinds", "is_people", "told"),
    [
        (["cooperative"], True, "people"),
        (["cooperative", "cooperative"], False, "cooperative"),
        (["cooperative", "company"], False, "several"),
        ([], False, "nobody"),
    ],
)
def test_those_who_were_helped_are_told_by_one_kind(kinds, is_people, told):
    assert beneficiary_of(kinds, is_people=is_people) == told
