"""Words of official papers for what is not known."""

import pytest

from voting.official_papers import texts


@pytest.mark.parametrize(
    ("text", "printed"),
    [(None, "–"), ("78.25", "78,25"), ("235/3", "78,33…"), ("absent", "vắng")],
)
def test_a_total_is_printed_with_a_comma_and_a_status_in_words(text, printed):
    assert texts.score(text) == printed


def test_a_moment_that_is_not_known_is_left_open():
    assert texts.moment(None) == "–"
