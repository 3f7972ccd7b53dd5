"""Reading what a client sends, before a thread is taken for it: with a deadline and a least rate."""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

Receive = Callable[[], Awaitable[dict[str, Any]]]

WINDOW = 10.0
LEAST = 2 * 1024
"""A body must end, or at least LEAST bytes of it must come, within every WINDOW seconds."""
LONGEST = 900.0
"""Seconds for a whole body: the largest upload at 30 kB a second."""
IN_MEMORY = 256 * 1024
THROWN_AWAY = 4
"""A body over the limit is read to the end and discarded, up to this many times the limit: a browser that is
cut off while it sends shows no answer.
"""


class TooSlow(Exception):
    """The client sends less than the least rate."""


class Gone(Exception):
    """The client has gone before all was sent."""


@dataclass(frozen=True, slots=True)
class Body:
    """stream: at its beginning. size: of all that was sent, which a body over the limit does not hold. kept:
    bytes of the shared space in use, released with the answer.
    """

    stream: IO[bytes]
    size: int
    kept: int = 0


class Room:
    """The space for all bodies of a process, so that many at once do not fill the disk."""

    def __init__(self, most: int = 512 * 1024 * 1024) -> None:
        self._left = most

    def take(self, size: int) -> None:
        """Raises OSError if there is no space."""
        if size > self._left:
            raise OSError(errno.ENOSPC, "too many bodies at once")
        self._left -= size

    def give_back(self, size: int) -> None:
        self._left += size


class _Kept:
    """A body as it comes in, up to the limit."""

    def __init__(self, room: Room, limit: int) -> None:
        self.size = self.kept = 0
        self.stream = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # whoever answers closes it
        self._room, self._limit = room, limit

    def add(self, data: bytes) -> None:
        self.size += len(data)
        if self.size <= self._limit:
            self._room.take(len(data))
            self.kept += len(data)
            self.stream.write(data)

    def drop(self) -> None:
        self._room.give_back(self.kept)
        self.stream.close()


async def read_body(receive: Receive, limit: int, room: Room, declared: int = 0) -> Body:
    """The whole body. declared: the length that its header tells. Raises TooSlow, Gone, and OSError where there is no
    room to keep it.
    """
    if declared > limit * THROWN_AWAY:
        return Body(BytesIO(), declared)
    data, more = await _next_piece(receive, WINDOW)
    if not more:
        return Body(BytesIO(data), len(data))
    body = _Kept(room, limit)
    try:
        await _read_on(receive, body, data, limit * THROWN_AWAY)
    except BaseException:
        body.drop()
        raise
    body.stream.seek(0)
    return Body(cast("IO[bytes]", body.stream), body.size, body.kept)


async def _read_on(receive: Receive, body: _Kept, data: bytes, most: int) -> None:
    """The pieces from `data` on, to the end or until there are more than `most` bytes."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    window_end = loop.time() + WINDOW
    in_window, more = 0, True
    while True:
        body.add(data)
        in_window += len(data)
        if not more or body.size > most:
            return
        if in_window >= LEAST:
            in_window, window_end = 0, min(loop.time() + WINDOW, end)
        data, more = await _next_piece(receive, window_end - loop.time())


async def _next_piece(receive: Receive, seconds: float) -> tuple[bytes, bool]:
    """What came, and whether there is more."""
    try:
        async with asyncio.timeout(seconds):
            message = await receive()
    except TimeoutError as error:
        raise TooSlow from error
    if message["type"] != "http.request":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)
