"""The least that sends a file: an ASGI application with nothing around it. At `/` it answers with nothing, else with
the file of that name in BENCH_COPIES, in pieces of the size that the program sends.
"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

PIECE = 256 * 1024
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def application(scope: dict[str, Any], _receive: Any, send: Send) -> None:
    if scope["path"] == "/":
        await _start(send, 0)
        await send({"type": "http.response.body", "body": b""})
        return
    path = Path(os.environ["BENCH_COPIES"]) / scope["path"].removeprefix("/")
    left = path.stat().st_size
    await _start(send, left)
    with path.open("rb") as file:
        while left > PIECE:
            piece = file.read(PIECE)
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        piece = file.read(left)
    await send({"type": "http.response.body", "body": piece})


async def _start(send: Send, length: int) -> None:
    headers = [(b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
