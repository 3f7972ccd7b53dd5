"""What a Redis or Valkey server does for several machines: wake-ups, counts of tries, scans that wait to be
written.

It never has the only copy of anything that must not be lost. If the server is unreachable, the callers
continue without it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import redis

from app.core.clock import utc_now
from app.core.database.transaction import after_commit
from app.core.ports import Count
from config import BadSetting

PREFIX = "tieubieu:"
_FORM = "REDIS_URL: give redis://[USER:PASSWORD@]HOST[:PORT][/NUMBER], rediss://… or unix://PATH"
_SECONDS = 1.0
PAUSE = 5.0
"""Seconds for which a server that did not answer is not asked again."""
_LOOK = 1.0
_log = logging.getLogger("app.redis")


class RedisServer:
    """A connection pool with deadlines, and a memory of when the server did not answer."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._silent_until = 0.0
        if not url.startswith(("redis://", "rediss://", "unix://")):
            raise BadSetting(_FORM)
        try:
            self.client = redis.Redis.from_url(
                url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, health_check_interval=30
            )
        except ValueError as error:
            raise BadSetting(_FORM) from error

    def check(self) -> None:
        """Raises BadSetting where the server refuses us, ConnectionError where it is away."""
        try:
            self.client.ping()
        except (redis.AuthenticationError, redis.ResponseError) as error:
            raise BadSetting(f"REDIS_URL: the server refuses us: {error}") from error
        except redis.RedisError as error:
            raise ConnectionError(str(error)) from error

    @contextmanager
    def asking(self) -> Iterator[redis.Redis]:
        """The client; its errors come out as ConnectionError, at once while the server is known to be silent."""
        if time.monotonic() < self._silent_until:
            raise ConnectionError("no answer")
        try:
            yield self.client
        except (redis.RedisError, OSError) as error:
            self._silent_until = time.monotonic() + PAUSE
            raise ConnectionError(str(error)) from error


class RedisWakeups:
    def __init__(self, server: RedisServer) -> None:
        self._server = server

    def tell(self, topic: str) -> None:
        after_commit(lambda: self._publish(topic))

    def _publish(self, topic: str) -> None:
        try:
            with self._server.asking() as client:
                client.publish(PREFIX + "wake", topic)
        except ConnectionError as error:
            _log.warning("nobody was woken: %s", error)

    def listen(self, hear: Callable[[str], None], stop: threading.Event) -> None:
        try:
            client: Any = self._server.client
            with client.pubsub(ignore_subscribe_messages=True) as channel:
                channel.subscribe(PREFIX + "wake")
                channel.get_message(timeout=_LOOK)
                hear("")
                while not stop.is_set():
                    message = channel.get_message(timeout=_LOOK)
                    if message is not None:
                        hear(message["data"].decode("utf-8", "replace"))
        except (redis.RedisError, OSError) as error:
            raise ConnectionError(str(error)) from error


_SPEND = """
for number, key in ipairs(KEYS) do
    if tonumber(redis.call("GET", key) or "0") >= tonumber(ARGV[2 * number - 1]) then
        return tonumber(ARGV[2 * number])
    end
end
for number, key in ipairs(KEYS) do
    redis.call("INCR", key)
    redis.call("EXPIREAT", key, ARGV[2 * number])
end
return 0
"""
_REFUND = """
for _, key in ipairs(KEYS) do
    if tonumber(redis.call("GET", key) or "0") > 0 then
        redis.call("DECR", key)
    end
end
"""


class RedisCounters:
    """All or nothing by a script, which the server runs as one step."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self._spend = server.client.register_script(_SPEND)
        self._refund = server.client.register_script(_REFUND)

    def spend(self, counts: Sequence[Count]) -> int:
        told = [value for count in counts for value in (count.limit, count.ends)]
        with self._server.asking():
            ends = int(cast("int", self._spend(keys=_keys(counts), args=told)))
        return max(1, ends - int(utc_now().timestamp())) if ends else 0

    def refund(self, counts: Sequence[Count]) -> None:
        keys = _keys(counts)
        after_commit(lambda: self._give_back(keys))

    def _give_back(self, keys: list[str]) -> None:
        try:
            with self._server.asking():
                self._refund(keys=keys)
        except ConnectionError as error:
            _log.warning("a try was not given back: %s", error)


def _keys(counts: Sequence[Count]) -> list[str]:
    return [f"{PREFIX}count:{count.key}:{count.window}" for count in counts]


class RedisStream:
    """Small records to be processed by any one of many processes: those of a dead process go to another.
    name: of the stream. holder: this process. idle_ms: how long a record may stay with a process that does
    not confirm it.
    """

    GROUP = "writers"
    MOST = 2_000_000
    """Records kept at most, should nobody work on them for hours."""

    def __init__(self, server: RedisServer, name: str, holder: str, *, idle_ms: int = 30_000) -> None:
        self._server, self._name, self._holder, self._idle = server, PREFIX + name, holder, idle_ms

    def add(self, records: Iterable[dict[str, str]]) -> None:
        """Raises ConnectionError; then it is not known how many were added."""
        with self._server.asking() as client:
            pipe = client.pipeline(transaction=False)
            for record in records:
                pipe.xadd(self._name, cast("Any", record), maxlen=self.MOST, approximate=True)
            pipe.execute()

    def take(self, most: int) -> list[tuple[str, dict[str, str]]]:
        """Records with their marks: what this one holds already, what a dead one held, what is new."""
        with self._server.asking() as client:
            try:
                return self._take(client, most)
            except redis.ResponseError as error:
                if "NOGROUP" not in str(error):
                    raise
            try:
                client.xgroup_create(self._name, self.GROUP, id="0", mkstream=True)
            except redis.ResponseError as error:  # another was faster
                if "BUSYGROUP" not in str(error):
                    raise
            return self._take(client, most)

    def _take(self, client: redis.Redis, most: int) -> list[tuple[str, dict[str, str]]]:
        mine = self._read(client, "0", most)
        _, abandoned, *_ = cast("Any", client.xautoclaim(
            self._name, self.GROUP, self._holder, min_idle_time=self._idle, count=most
        ))  # fmt: skip
        return mine + _records(abandoned) + self._read(client, ">", most)

    def _read(self, client: redis.Redis, start: str, most: int) -> list[tuple[str, dict[str, str]]]:
        found = cast("Any", client.xreadgroup(self.GROUP, self._holder, {self._name: start}, count=most))
        if isinstance(found, dict):  # by the newer protocol: the rows are in a list of their own
            found = [(name, rows) for name, lists in found.items() for rows in lists]
        return [record for _, rows in found or () for record in _records(rows)]

    def done(self, marks: Sequence[str]) -> None:
        """These are kept elsewhere now."""
        if not marks:
            return
        with self._server.asking() as client:
            pipe = client.pipeline()
            pipe.xack(self._name, self.GROUP, *marks)
            pipe.xdel(self._name, *marks)
            pipe.execute()


def _records(rows: Any) -> list[tuple[str, dict[str, str]]]:
    return [
        (mark.decode(), {key.decode(): value.decode() for key, value in fields.items()})
        for mark, fields in rows
        if fields
    ]
