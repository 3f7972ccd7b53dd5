"""What stands beside a day that is counted in working days."""

from datetime import UTC, date, datetime

from voting.planning.countdown import term_note


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
