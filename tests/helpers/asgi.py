"""A small ASGI application for tests of the server itself, in the folder named by ASGI_FOLDER."""

import asyncio
import json
import os
from pathlib import Path

LARGE = 32 * 1024 * 1024


async def application(scope, receive, send):
    """`/wait`: the second half is sent when the file `go` is there. `/large`: LARGE bytes. Else: who answers what."""
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["path"] == "/wait":
        await send({"type": "http.response.body", "body": b"first ", "more_body": True})
        while not (Path(os.environ["ASGI_FOLDER"]) / "go").exists():  # noqa: ASYNC110  # told by another process
            await asyncio.sleep(0.01)
        body = b"second"
    elif scope["path"] == "/large":
        body = bytes(LARGE)
    else:
        told = {
            "pid": os.getpid(),
            "path": scope["raw_path"].decode(),
            "query": scope["query_string"].decode(),
        }
        body = json.dumps(told).encode()
    await send({"type": "http.response.body", "body": body})
