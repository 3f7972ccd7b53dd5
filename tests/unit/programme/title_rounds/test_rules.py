"""Shares of votes are exact; a province gives no title of the state."""

import pytest

from programme.artisans.titles import Title
from programme.title_rounds.rules import agreed, below, is_enough, may_give


@pytest.mark.parametrize(
    ("votes", "of", "percent", "enough"),
    [
        (7, 9, 77, True),
        (7, 9, 78, False),
        (9, 10, 90, True),
        (8, 10, 90, False),
        (6, 9, 66, True),
        (0, 9, 1, False),
    ],
)
def test_a_share_is_compared_exactly(votes, of, percent, enough):
    assert is_enough(votes, of, percent) is enough


def test_a_share_is_of_all_members_or_of_those_present():
    assert agreed(8, 9, 11, 80, "members") is False
    assert agreed(8, 9, 11, 80, "present") is True
    assert agreed(8, 9, None, 80, "members") is True


def test_a_province_proposes_titles_of_the_state():
    assert [title.name for title in Title if may_give(title, of_nation=False)] == [
        "PROVINCE",
        "WORKER",
        "BRINGER",
    ]
    assert all(may_give(title, of_nation=True) for title in Title)


def test_nothing_told_is_below_what_is_asked():
    assert [below(None, None), below(15, None), below(15, 14), below(15, 15)] == [False, True, True, False]
