"""How long something has, in words."""

from datetime import date

import pytest

from app.web.due import leaf


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 27), ("thg 11", "27", "quá 3 ngày", "late")),
        (date(2026, 11, 30), ("thg 11", "30", "hôm nay", "soon")),
        (date(2026, 12, 1), ("thg 12", "01", "ngày mai", "soon")),
        (date(2026, 12, 7), ("thg 12", "07", "còn 7 ngày", "soon")),
        (date(2026, 12, 8), ("thg 12", "08", "còn 8 ngày", "far")),
        (date(2027, 3, 9), ("thg 03", "09", "còn 99 ngày", "far")),
        (date(2027, 3, 10), ("thg 03", "10", "còn 3 tháng", "far")),
        (date(2027, 6, 20), ("thg 06", "20", "còn 6 tháng", "far")),
        (date(2028, 11, 28), ("thg 11", "28", "còn 23 tháng", "far")),
        (date(2033, 3, 14), ("thg 03", "14", "còn 6 năm", "far")),
    ],
)
def test_a_leaf_tells_the_day_and_what_is_left(app, day, shown):
    with app.test_request_context("/co-so-cua-toi"):
        found = leaf(day, date(2026, 11, 30))
    assert (found.month, found.day, found.left, found.tone) == shown


def test_a_leaf_in_english(app):
    with app.test_request_context("/en/my-facility"):
        found = leaf(date(2026, 12, 1), date(2026, 11, 30))
    assert (found.month, found.left) == ("Dec", "tomorrow")
