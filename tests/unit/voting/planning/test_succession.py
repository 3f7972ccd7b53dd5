from datetime import UTC, datetime

import pytest

from voting.planning.succession import move_years, title_of_year


@pytest.mark.parametrize(
    ("moment", "years", "moved"),
    [
        (datetime(2026, 5, 4, 17, tzinfo=UTC), 1, datetime(2027, 5, 4, 17, tzinfo=UTC)),
        (datetime(2028, 2, 29, 8, tzinfo=UTC), 2, datetime(2030, 2, 28, 8, tzinfo=UTC)),
        (datetime(2028, 2, 29, 8, tzinfo=UTC), 4, datetime(2032, 2, 29, 8, tzinfo=UTC)),
        (None, 1, None),
    ],
)
def test_same_day_and_hour_some_years_later(moment, years, moved):
    assert move_years(moment, years) == moved


@pytest.mark.parametrize(
    ("title", "new"),
    [
        ("Kỳ bình chọn tỉnh Đồng Nai năm 2026", "Kỳ bình chọn tỉnh Đồng Nai năm 2028"),
        ("2026: lần thứ VI", "2028: lần thứ VI"),
        ("Kỳ số 20261", "Kỳ số 20261 2028"),
        ("Kỳ bình chọn", "Kỳ bình chọn 2028"),
        ("", ""),
    ],
)
def test_title_names_the_new_year(title, new):
    assert title_of_year(title, 2026, 2028) == new
