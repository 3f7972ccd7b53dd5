"""The bucket of tokens of an address."""

import pytest

from app.web.requests.buckets import Buckets


def test_address_may_ask_a_burst_and_then_as_fast_as_tokens_come_back():
    buckets = Buckets(burst=2, per_second=0.5)
    assert [buckets.take("a", now) for now in (0, 0, 0, 1.9, 2.1, 2.2)] == [0, 0, 2, 1, 0, 2]


def test_addresses_do_not_share_a_bucket():
    buckets = Buckets(burst=1, per_second=1)
    assert [buckets.take(address, 0) for address in ("a", "b", "a")] == [0, 0, 1]


@pytest.mark.parametrize(("now", "wait"), [(1000, 0), (0, 1)])
def test_bucket_never_holds_more_than_its_burst(now, wait):
    buckets = Buckets(burst=1, per_second=1)
    buckets.take("a", 0)
    assert [buckets.take("a", now), buckets.take("a", now)] == [wait, 1]


def test_longest_silent_address_is_forgotten_first():
    buckets = Buckets(burst=1, per_second=0.001, most=2)
    for address in ("a", "b", "c"):
        buckets.take(address, 0)
    assert [buckets.take("c", 0) > 0, buckets.take("a", 0)] == [True, 0]
