from datetime import UTC, date, datetime, timedelta

from app.core.clock import FixedClock, local_day, today, use_clock, utc_now


def test_today_is_the_day_in_vietnam() -> None:
    with use_clock(FixedClock(datetime(2026, 12, 31, 17, 30, tzinfo=UTC))):
        assert today() == date(2027, 1, 1)


def test_a_moment_of_the_evening_in_utc_is_the_next_day_in_vietnam() -> None:
    assert local_day(datetime(2026, 11, 29, 16, 59, tzinfo=UTC)) == date(2026, 11, 29)
    assert local_day(datetime(2026, 11, 29, 17, 0, tzinfo=UTC)) == date(2026, 11, 30)


def test_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    with use_clock(clock):
        clock.advance(timedelta(hours=2))
        assert utc_now() == datetime(2026, 1, 1, 2, tzinfo=UTC)
    assert utc_now() > datetime(2026, 1, 2, tzinfo=UTC)
