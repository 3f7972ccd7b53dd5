"""Reading what a client sends, before a thread is taken for it: with a deadline and a least rate."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

WINDOW = 10.0
LEAST = 2 * 1024
"""A body must end, or at least LEAST bytes of it must come, within every WINDOW seconds."""
LONGEST = 900.0
"""Seconds for a whole body: the largest upload at 30 kB a second."""
IN_MEMORY = 256 * 1024
THROWN_AWAY = 4
"""A body over the limit is read on and thrown away, up to so many times the limit: a browser that is cut off while
it sends shows no answer.
"""


class TooSlow(Exception):
    """The client sends less than the least rate."""


class Gone(Exception):
    """The client has gone before all was sent."""


@dataclass(frozen=True, slots=True)
class Body:
    """stream: at its beginning. size: of all that was sent, which a body over the limit does not hold."""

    stream: IO[bytes]
    size: int


async def read_body(receive: Receive, limit: int, declared: int = 0) -> Body:
    """The whole body. declared: the length that its header tells. Raises TooSlow, Gone, and OSError where there is no
    room to keep it.
    """
    if declared > limit * THROWN_AWAY:
        return Body(BytesIO(), declared)
    data, more = await _next_piece(receive, WINDOW)
    if not more:
        return Body(BytesIO(data), len(data))
    stream = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # whoever answers closes it
    try:
        size = await _copy(receive, stream, data, limit)
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return Body(stream, size)


async def _copy(receive: Receive, stream: IO[bytes], data: bytes, limit: int) -> int:
    """The pieces from `data` on into the stream, up to the limit; returns the size of all."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    window_end = loop.time() + WINDOW
    size, in_window, more = 0, 0, True
    while True:
        size += len(data)
        if size <= limit:
            stream.write(data)
        in_window += len(data)
        if not more or size > limit * THROWN_AWAY:
            return size
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
