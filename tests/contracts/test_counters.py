"""Where tries are counted: the database's own table, and a Redis server. The same promises."""

import threading
from dataclasses import replace

import pytest

from app.accounts.limits import TABLE, Limit, TooManyTries, refund, spend
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.ports import Count
from tests.helpers.redis import redis_program, running_redis

needs_redis = pytest.mark.skipif(redis_program() is None, reason="no Redis (apt-get install redis-server)")


@pytest.fixture(scope="module")
def redis_url():
    with running_redis() as url:
        yield url


@pytest.fixture(params=["table", pytest.param("redis", marks=needs_redis)])
def counters(request, app):
    if request.param == "table":
        return TABLE
    from app.adapters.redis_server import RedisCounters, RedisServer

    server = RedisServer(request.getfixturevalue("redis_url"))
    server.client.flushall()
    return RedisCounters(server)


def count(key="a", limit=2, window=7):
    return Count(key, window, limit, int(utc_now().timestamp()) + 300)


def test_tries_are_counted_up_to_the_limit(counters):
    assert [counters.spend([count()]) for _ in range(2)] == [0, 0]
    assert 290 <= counters.spend([count()]) <= 300
    assert counters.spend([count("b")]) == 0
    assert counters.spend([count(window=8)]) == 0


def test_nothing_is_counted_where_one_is_used_up(counters):
    counters.spend([count("full", 1)])
    for _ in range(3):
        assert counters.spend([count("free", 2), count("full", 1)]) > 0
    assert [counters.spend([count("free", 2)]) for _ in range(2)] == [0, 0]


def test_try_is_given_back_with_the_transaction_and_not_without(counters):
    counters.spend([count("a", 1)])
    with pytest.raises(ZeroDivisionError), transaction():
        counters.refund([count("a", 1)])
        raise ZeroDivisionError
    assert counters.spend([count("a", 1)]) > 0
    with transaction():
        counters.refund([count("a", 1), count("never", 1)])
    assert counters.spend([count("a", 1)]) == 0
    assert [counters.spend([count("never", 1)]) > 0 for _ in range(2)] == [False, True]


def test_tries_at_once_are_all_counted(app, counters):
    """A limit of 10, 24 tries: ten pass, whoever comes first."""
    passed = []

    def attempt():
        with app.app_context():
            for _ in range(4):
                passed.append(counters.spend([count("crowd", 10)]) == 0)  # noqa: PERF401  # one at a time
            db.session.remove()

    threads = [threading.Thread(target=attempt) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    assert (passed.count(True), len(passed)) == (10, 24)


@needs_redis
def test_limits_go_on_in_the_database_while_the_server_is_away(app):
    from app.adapters.redis_server import RedisCounters, RedisServer

    few = Limit("test-few", 2, 300)
    with running_redis() as url:
        server = RedisServer(url)
        app.extensions["ports"] = replace(app.extensions["ports"], counters=RedisCounters(server))
        spend((few, "one"))
    spend((few, "one"))
    spend((few, "one"))
    with pytest.raises(TooManyTries):
        spend((few, "one"))
    with transaction():
        refund((few, "one"))
    spend((few, "one"))
