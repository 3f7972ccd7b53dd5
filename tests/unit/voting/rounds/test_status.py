"""When a round takes entries and scores."""

from datetime import UTC, datetime, timedelta

import pytest

from voting.models import SelectionRound
from voting.rounds.status import accepts_entries, accepts_scores, is_before_scoring

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (None, None, True),
        (NOW, None, True),
        (NOW + MOMENT, None, False),
        (None, NOW, False),
        (None, NOW + MOMENT, True),
    ],
)
def test_window_is_open_from_its_first_moment_and_closed_at_its_last(begin, end, expected):
    receiving = SelectionRound(state="receiving", entries_from=begin, entries_until=end)
    scoring = SelectionRound(state="scoring", scoring_from=begin, scoring_until=end)
    assert (accepts_entries(receiving, NOW), accepts_scores(scoring, NOW)) == (expected, expected)


def test_window_hangs_on_the_state_too():
    states = [
        "plan",
        "announced",
        "receiving",
        "checking",
        "scoring",
        "site_visit",
        "scoring_second",
        "council",
    ]
    assert [s for s in states if accepts_entries(SelectionRound(state=s), NOW)] == ["receiving"]
    assert [s for s in states if accepts_scores(SelectionRound(state=s), NOW)] == [
        "scoring",
        "scoring_second",
    ]


def test_round_may_change_until_scoring_opens_or_it_is_annulled():
    assert is_before_scoring(SelectionRound(scoring_opened_at=None, annulled_at=None)) is True
    assert is_before_scoring(SelectionRound(scoring_opened_at=NOW, annulled_at=None)) is False
    assert is_before_scoring(SelectionRound(scoring_opened_at=None, annulled_at=NOW)) is False


def test_a_deadline_that_has_refused_somebody_stays_passed_when_the_clock_is_set_back():
    late = SelectionRound(state="receiving", entries_until=NOW, entries_late_for=NOW)
    assert not accepts_entries(late, NOW - MOMENT)
    late.entries_until = NOW + MOMENT  # extended: the new deadline has refused nobody
    assert accepts_entries(late, NOW)
