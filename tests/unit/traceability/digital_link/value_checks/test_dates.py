"""Days and hours at their edges: the days of February, the last day of a month, the last minute of a day."""

import pytest

from traceability.digital_link.value_checks.dates import (
    hour_and_minute,
    long_date,
    short_date,
    short_date_or_month,
)


@pytest.mark.parametrize(
    ("check", "text", "wrong"),
    [
        (short_date, "240229", None),  # 2024 is a leap year
        (short_date, "000229", None),  # and 2000
        (short_date, "960229", None),  # and 1996
        (short_date, "720229", None),
        (short_date, "220229", "date"),
        (short_date, "990229", "date"),
        (short_date, "710229", "date"),
        (short_date, "260430", None),
        (short_date, "260431", "date"),
        (short_date, "261231", None),
        (short_date, "260100", "date"),
        (short_date, "261301", "date"),
        (short_date, "260001", "date"),
        (short_date_or_month, "260200", None),
        (short_date_or_month, "220229", "date"),
        (short_date_or_month, "240229", None),
        (short_date_or_month, "260431", "date"),
        (long_date, "20240229", None),
        (long_date, "20220229", "date"),
        (long_date, "00000229", None),  # GS1's year 0000 is one
        (long_date, "19000229", "date"),
        (long_date, "20260431", "date"),
        (long_date, "20261231", None),
        (long_date, "20261001", None),
        (hour_and_minute, "2359", None),
        (hour_and_minute, "0000", None),
        (hour_and_minute, "2400", "time"),
        (hour_and_minute, "1260", "time"),
        (hour_and_minute, "1275", "time"),
    ],
)
def test_days_and_hours(check, text, wrong):
    assert check(text) == wrong
