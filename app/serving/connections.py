"""A connection of the production server: uvicorn's, with a time and a size that the head of a request may take."""

import asyncio
from typing import Any
from urllib.parse import quote_from_bytes

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 15.0
"""What a client has for the request line and headers, and for the next request on the same connection."""
MOST_HEAD = 64 * 1024
"""Bytes of a head; a browser sends some 2 kB, the longest address of a label 8 kB."""
UNREAD_SECONDS = 120.0
"""What a client may take for the end of an answer, of which the gateway has given everything."""
_ASCII = bytes(range(128))


class Connection(HttpToolsProtocol):
    """Closed when a head takes too long or an answer is not read, answered with 431 when a head is too large."""

    _deadline: asyncio.TimerHandle | None = None
    _head_size = 0
    _in_line = True
    _read_by = 0.0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._begin_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        is_of_head = self._deadline is not None
        if self._in_line:
            line, end, rest = data.partition(b"\n")
            if not line.isascii():  # as a browser would send it; the parser takes nothing else
                data = quote_from_bytes(line, _ASCII).encode() + end + rest
            self._in_line = not end
        super().data_received(data)
        if is_of_head and self._deadline is not None:
            self._head_size += len(data)
            if self._head_size > MOST_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begin_head()

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_line = True

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._read_by = self.loop.time() + UNREAD_SECONDS
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            # closing alone waits until all is read
            self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def timeout_keep_alive_handler(self) -> None:
        if self.transport.get_write_buffer_size() and self.loop.time() < self._read_by:
            again = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)
            self.timeout_keep_alive_task = again
        else:
            self._cut_off()

    def _begin_head(self) -> None:
        if self._deadline is None:
            self._head_size = 0
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._cut_off)

    def _end_head(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _cut_off(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()


_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"connection: close\r\ncontent-length: 0\r\n\r\n"
)
