import pytest

from voting.paper_sheets.matching import COMMENT, Difference, Reading, find_differences

CODES = ["market", "economy", "culture"]
SHEET = Reading({"market": "35.5", "economy": "30", "culture": "8"}, "Bao bì đẹp.")


@pytest.mark.parametrize(
    "other",
    [
        SHEET,
        Reading({"market": "35.50", "economy": "30.0", "culture": "08"}, "bao bì  ĐẸP"),
    ],
)
def test_same_reading_has_no_differences(other):
    assert find_differences(CODES, SHEET, other) == []


def test_differences_are_named_field_by_field_in_the_order_of_the_sheet():
    other = Reading({"culture": "9", "economy": "30", "market": "35"}, "Bao bì xấu")
    assert find_differences(CODES, SHEET, other) == [
        Difference("market", "35.5", "35"),
        Difference("culture", "8", "9"),
        Difference(COMMENT, "Bao bì đẹp.", "Bao bì xấu"),
    ]


def test_score_that_one_left_out_is_a_difference_from_nought():
    first, second = Reading({"market": "0"}, ""), Reading({}, "")
    assert find_differences(["market"], first, second) == [Difference("market", "0", "")]
