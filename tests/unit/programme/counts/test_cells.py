"""Cells of facts and what their changes add to the kept numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.counts.cells import Difference, cell_of, keys_of, quarter_of


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2025, 1, 1), "2025Q1"),
        (date(2025, 3, 31), "2025Q1"),
        (date(2025, 4, 1), "2025Q2"),
        (date(2025, 12, 31), "2025Q4"),
    ],
)
def test_quarter_of_a_day(day, quarter):
    assert quarter_of(day) == quarter


def test_a_fact_is_part_of_three_numbers():
    cell = cell_of(4, "accepted", "75", date(2023, 8, 1), 12)
    assert list(keys_of(cell)) == [
        (4, "", "", "accepted"),
        (4, "unit", "75", "accepted"),
        (4, "quarter", "2023Q3", "accepted"),
    ]
    assert list(keys_of("")) == []


def test_a_correction_moves_what_it_was_to_what_it_is():
    found = Difference()
    before = cell_of(4, "document", "75", date(2023, 8, 1), 12)
    found.add(before, cell_of(4, "accepted", "75", date(2023, 8, 1), 10))
    assert found.rows() == [
        ((4, "", "", "accepted"), 10, 1),
        ((4, "", "", "document"), -12, -1),
        ((4, "quarter", "2023Q3", "accepted"), 10, 1),
        ((4, "quarter", "2023Q3", "document"), -12, -1),
        ((4, "unit", "75", "accepted"), 10, 1),
        ((4, "unit", "75", "document"), -12, -1),
    ]


CELLS = st.builds(
    cell_of,
    st.integers(1, 3),
    st.sampled_from(("declared", "document", "accepted")),
    st.sampled_from(("", "01", "75")),
    st.dates(date(2021, 1, 1), date(2025, 12, 31)),
    st.integers(1, 50),
)


@given(st.lists(st.lists(st.one_of(st.just(""), CELLS), min_size=1, max_size=4), max_size=12))
def test_changes_one_by_one_make_the_count_of_what_stands_at_the_end(lives):
    by_change, at_the_end = Difference(), Difference()
    for life in lives:
        for before, after in zip(["", *life], life, strict=False):
            by_change.add(before, after)
        at_the_end.add("", life[-1])
    assert by_change.rows() == at_the_end.rows()
