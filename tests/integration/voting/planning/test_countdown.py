"""What stands beside a day that is counted in working days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.clock import FixedClock, use_clock
from voting.planning.countdown import countdown_text, term_note

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "text"),
    [
        ({"days": 2}, "2 days left"),
        ({"days": 1, "hours": 5}, "1 d 5 h left"),
        ({"hours": 3, "minutes": 20}, "3 h 20 min left"),
        ({"minutes": 59, "seconds": 30}, "59 min left"),
        ({}, "Time is up"),
    ],
)
def test_the_time_left_is_told_in_two_units_until_it_is_up(app, left, text):
    with app.test_request_context("/en/"), use_clock(FixedClock(NOW)):
        assert countdown_text(NOW + timedelta(**left)) == text


def test_no_deadline_has_no_time_left(app):
    assert countdown_text(None) == ""


def test_the_first_year_whose_days_off_are_not_known_is_named_and_no_other(app):
    began = datetime(2027, 12, 20, 3, tzinfo=UTC)
    with app.test_request_context("/en/"):
        told = [term_note(began, last) for last in (date(2027, 12, 31), date(2028, 1, 10), date(2031, 1, 10))]
    assert [("2028" in text, "2029" in text) for text in told] == [
        (False, False),
        (True, False),
        (True, False),
    ]
    assert (told[0], told[1]) == ("", told[2])
