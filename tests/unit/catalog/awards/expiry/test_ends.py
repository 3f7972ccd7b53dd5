from datetime import date, timedelta

import pytest

from catalog.awards.expiry.ends import due_notice

END = date(2029, 12, 31)


@pytest.mark.parametrize(
    ("left", "notice"),
    [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, 30), (-1, None)],
)
def test_notice_is_due_from_its_first_day_to_the_next(left, notice):
    assert due_notice(END - timedelta(days=left), END) == notice
