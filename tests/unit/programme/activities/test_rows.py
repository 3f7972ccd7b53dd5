"""One activity as the cells of a row."""

from datetime import date

import pytest

from programme.activities.rows import Column, column_of, days_of, read_row
from programme.activities.rules import ActivityState, above, beyond, may_go, part_too_large

HEAD = [
    Column.KIND,
    Column.TITLE,
    Column.STARTS,
    Column.NUMBER,
    Column.OTHER,
    Column.FACILITIES,
    Column.USED_LOCAL,
]


def test_headings_in_both_languages_and_without_accents():
    words = ["Loại hoạt động", "ten hoat dong", "From", "SỐ LƯỢNG", "Other numbers", "Cơ sở", "Màu"]
    assert [column_of(word) for word in words] == [
        Column.KIND, Column.TITLE, Column.STARTS, Column.NUMBER, Column.OTHER, Column.FACILITIES, None,
    ]  # fmt: skip


def test_a_whole_row():
    said = read_row(
        HEAD, ["Hội chợ", "Hội chợ vùng", "5/6/2023", "1", "gian hàng: 4; máy: 1.200", "A; B; A", "1.500.000"]
    )
    assert said.faults == []
    assert said.values[Column.OTHER] == (("gian hàng", 4), ("máy", 1200))
    assert said.values[Column.FACILITIES] == ("A", "B")
    assert said.values[Column.USED_LOCAL] == 1_500_000
    assert days_of(said.values) == (date(2023, 6, 5), date(2023, 6, 5))


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        (["", "", "", "", "", "", ""], [("fill_in", "kind"), ("fill_in", "title"), ("fill_in", "starts_on")]),
        (["A", "B", "31/02/2023", "", "", "", ""], [("day_form", "starts_on")]),
        (["A", "B", "5/6/2023", "bốn", "", "", ""], [("whole_number", "number")]),
        (["A", "B", "5/6/2023", "-4", "", "", ""], [("whole_number", "number")]),
        (["A", "B", "5/6/2023", "2,5", "", "", ""], [("whole_number", "number")]),
        (["A", "B", "5/6/2023", "1", "máy", "", ""], [("other_numbers", "other")]),
        (["A", "B" * 501, "5/6/2023", "1", "", "", ""], [("too_long", "title")]),
        (
            ["A", "B\x07", "5/6/2023", "1", "", "", "x"],
            [("control_characters", "title"), ("whole_number", "used_local")],
        ),
    ],
)
def test_every_fault_is_at_its_column(cells, faults):
    assert [(fault.code, fault.field) for fault in read_row(HEAD, cells).faults] == faults


def test_an_activity_is_accepted_after_it_was_held():
    assert may_go(ActivityState.PLANNED, ActivityState.HELD)
    assert not may_go(ActivityState.PLANNED, ActivityState.ACCEPTED)
    assert may_go(ActivityState.HELD, ActivityState.CANCELLED)
    assert not may_go(ActivityState.ACCEPTED, ActivityState.CANCELLED)


def test_promotion_money_stays_within_its_plan_and_own_money_may_be_more():
    planned = {"national": 100, "local": 50, "own": 10}
    assert above(planned, {"national": 100, "local": 50, "own": 900}) == ""
    assert above(planned, {"national": 101, "local": 0, "own": 0}) == "national"
    assert above(planned, {"national": 100, "local": 51}) == "local"
    assert beyond({"national": 10**13, "own": 0}) == ""
    assert beyond({"local": -1}) == "local"
    assert beyond({"own": 10**13 + 1}) == "own"


def test_a_part_of_the_learners_is_no_more_than_all():
    assert part_too_large({"person": 40}, {"women": 40, "minority": 40}) == ""
    assert part_too_large({"person": 40}, {"women": 12, "minority": 41}) == "minority"
