"""Counted scans that wait to be written: in memory, and in a stream that outlives the process."""

from datetime import UTC, datetime

import pytest

from tests.helpers import wait_for
from tests.helpers.redis import redis_program, running_redis
from traceability.scans.buffer import ScanBuffer
from traceability.scans.waiting import CountedScan, MemoryWaiting, StreamWaiting

needs_redis = pytest.mark.skipif(redis_program() is None, reason="no Redis (apt-get install redis-server)")
HOUR = datetime(2026, 11, 28, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def redis_url():
    with running_redis() as url:
        yield url


def stream(url, holder="one", idle_ms=30_000):
    from app.adapters.redis_server import RedisServer, RedisStream

    return RedisStream(RedisServer(url), "scans", holder, idle_ms=idle_ms)


@pytest.fixture(params=["memory", pytest.param("redis", marks=needs_redis)])
def waiting(request):
    if request.param == "memory":
        yield MemoryWaiting()
        return
    url = request.getfixturevalue("redis_url")
    made = stream(url)
    made._server.client.flushall()
    held = StreamWaiting(made)
    yield held
    held.close()


def scan(number):
    return CountedScan(f"B{number}", HOUR, f"v{number}")


def test_what_was_added_is_taken_whole_and_once_when_done(waiting):
    scans = [scan(number) for number in range(50)]
    for each in scans:
        waiting.add(each)
    taken = waiting.take()
    assert sorted(taken.scans, key=lambda each: int(each.code[1:])) == scans
    waiting.done(taken)
    assert waiting.take().scans == []


def test_what_could_not_be_written_is_taken_again(waiting):
    waiting.add(scan(1))
    taken = waiting.take()
    waiting.put_back(taken)
    waiting.add(scan(2))
    again = waiting.take()
    assert sorted(each.code for each in again.scans) == ["B1", "B2"]
    waiting.done(again)
    assert waiting.take().scans == []


def test_buffer_writes_what_waits(waiting):
    stored = []
    buffer = ScanBuffer(stored.extend, lambda _day: b"k" * 32, waiting)
    assert [buffer.add("B1", "a"), buffer.add("B1", "a"), buffer.add("B1", "b")] == [True, False, True]
    buffer.flush()
    assert len(stored) == 2
    buffer.close()
    assert len(stored) == 2


@needs_redis
def test_scans_of_a_dead_process_are_written_by_another(redis_url):
    """One dies with scans that it sent and did not take, and another with what it took and did not write."""
    stream(redis_url)._server.client.flushall()
    first, second = StreamWaiting(stream(redis_url, "first")), StreamWaiting(stream(redis_url, "second"))
    first.add(scan(1))
    first.send()
    assert [each.code for each in second.take().scans] == ["B1"]  # and dies
    first.add(scan(2))
    first.send()  # and dies
    third = StreamWaiting(stream(redis_url, "third", idle_ms=0))
    found = []

    def both():
        taken = third.take()
        found.extend(each.code for each in taken.scans)
        third.done(taken)
        return {*found} == {"B1", "B2"}

    assert wait_for(both)
    assert third.take().scans == []


@needs_redis
def test_scans_wait_in_memory_while_the_server_is_away():
    with running_redis() as url:
        held = StreamWaiting(stream(url))
    held.add(scan(1))
    taken = held.take()
    assert [each.code for each in taken.scans] == ["B1"]
    held.done(taken)
    held.close()


@needs_redis
def test_scans_come_the_same_by_the_newer_protocol(redis_url):
    made = stream(f"{redis_url}?protocol=3", idle_ms=0)
    made._server.client.flushall()
    records = [{"code": "B1"}, {"code": "B2"}]
    made.add(records)
    first = made.take(10)
    assert [record for _mark, record in first] == records
    again = dict(made.take(10))  # its own, not confirmed
    assert list(again.values()) == records
    made.done(list(again))
    assert made.take(10) == []


@needs_redis
def test_process_that_finds_the_group_made_meanwhile_takes_its_scans(redis_url, monkeypatch):
    made = stream(redis_url)
    client = made._server.client
    client.flushall()
    make = client.xgroup_create
    monkeypatch.setattr(
        client, "xgroup_create", lambda *names, **more: [make(*names, **more) for _ in range(2)]
    )
    made.add([{"code": "B1"}])
    assert [record for _mark, record in made.take(10)] == [{"code": "B1"}]


@needs_redis
def test_stream_whose_name_another_kind_of_value_has_is_an_error_of_the_server(redis_url):
    made = stream(redis_url)
    made._server.client.flushall()
    made._server.client.set("tieubieu:scans", "a text")
    with pytest.raises(ConnectionError, match="WRONGTYPE"):
        made.take(10)
