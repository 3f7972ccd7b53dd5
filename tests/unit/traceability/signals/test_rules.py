"""When the scans of one item's code should be checked, and when not."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from traceability.signals.rules import Seen, SignalKind, find_signals

AT = datetime(2026, 11, 2, 3, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def kinds(seen, sold_at=None):
    return [signal.kind for signal in find_signals(seen, sold_at)]


def test_class_of_children_scanning_one_poster_is_no_alarm():
    lesson = [Seen(AT, "75") for _ in range(45)] + [Seen(AT + HOUR) for _ in range(45)]
    assert kinds(lesson) == []
    assert kinds(lesson, sold_at=AT - 30 * DAY) == []


@given(st.lists(st.integers(0, 700), max_size=300))
def test_number_of_scans_never_alarms_by_itself(hours):
    assert kinds(Seen(AT + n * HOUR, "01") for n in hours) == []


def test_maker_shop_and_buyer_in_two_provinces_are_usual():
    assert kinds([Seen(AT, "75"), Seen(AT + DAY, "79"), Seen(AT + 3 * DAY, "79")]) == []


def test_three_provinces_within_a_week_are_a_spread():
    seen = [Seen(AT + n * DAY, place) for n, place in enumerate(("75", "79", "01", "01"))]
    (signal,) = find_signals(seen)
    assert (signal.kind, signal.scans, signal.provinces) == (SignalKind.SPREAD, 4, 3)
    assert (signal.first_at, signal.last_at) == (AT, AT + 3 * DAY)


def test_three_provinces_over_a_month_are_a_journey():
    assert kinds(Seen(AT + 8 * n * DAY, place) for n, place in enumerate(("75", "79", "01"))) == []


def test_two_provinces_within_an_hour_count_from_the_second_time_on():
    once = [Seen(AT, "75"), Seen(AT + HOUR, "01")]
    again = [Seen(AT + DAY, "01"), Seen(AT + DAY, "75"), Seen(AT + 2 * DAY, "75")]
    assert kinds(once) == []
    (signal,) = find_signals(once + again)
    assert (signal.kind, signal.scans, signal.last_at) == (SignalKind.SPEED, 4, AT + DAY)


def test_item_opened_by_many_on_many_days_long_after_its_sale():
    later = [Seen(AT + (10 + n) * DAY) for n in range(5)]
    assert kinds(later, sold_at=AT) == [SignalKind.AFTER_SOLD]
    assert kinds(later) == []
    assert kinds(later[:4], sold_at=AT) == []
    assert kinds([Seen(AT + 10 * DAY) for _ in range(9)], sold_at=AT) == []
    assert kinds(later, sold_at=AT + 9 * DAY) == []


def test_order_of_scans_does_not_matter():
    seen = [Seen(AT + n * DAY, place) for n, place in enumerate(("75", "79", "01"))]
    assert find_signals(seen) == find_signals(reversed(seen))
