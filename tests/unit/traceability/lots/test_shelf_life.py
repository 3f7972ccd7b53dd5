"""How long goods keep, in the words of makers."""

from datetime import date

import pytest

from traceability.lots.shelf_life import read_shelf_life


@pytest.mark.parametrize(
    ("words", "made_on", "best_before"),
    [
        ("24 tháng kể từ ngày sản xuất", date(2026, 11, 29), date(2028, 11, 29)),
        ("06 tháng", date(2026, 8, 31), date(2027, 2, 28)),
        ("HSD: 18 Tháng", date(2026, 1, 1), date(2027, 7, 1)),
        ("90 ngày kể từ NSX", date(2026, 11, 29), date(2027, 2, 27)),
        ("2 tuần", date(2026, 12, 25), date(2027, 1, 8)),
        ("1 năm", date(2024, 2, 29), date(2025, 2, 28)),
        ("12 months from production", date(2026, 11, 29), date(2027, 11, 29)),
    ],
)
def test_one_length_of_time_is_read_and_added(words, made_on, best_before):
    life = read_shelf_life(words)
    assert life is not None
    assert life.best_before(made_on) == best_before


@pytest.mark.parametrize(
    "words",
    ["", "lâu dài", "6-12 tháng", "6 tháng, mở nắp dùng trong 7 ngày", "12 tháng ở 25 °C", "1,5 năm", "12 thángx",
     "9999 năm", "tháng"],
)  # fmt: skip
def test_words_that_name_no_one_length_offer_nothing(words):
    assert read_shelf_life(words) is None
