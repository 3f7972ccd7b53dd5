"""What a second download costs beside a cached page: `python -m tests.bench.downloads FOLDER [ASKS [TURNS]]`.

FOLDER: a data folder whose files of open data are made; copied, not changed. Everything is asked of the gateway in
this process, by turns; told is the processor time of an answer, the median of the turns, less what reading the bytes
of the file alone takes, as a multiple of a cached page.
"""

import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

AT_MOST = 2.0
PIECE = 128 * 1024
DOWNLOADS = ("/san-pham.csv", "/du-lieu-mo/products.xlsx", "/sitemap.xml", "/giay-chung-nhan/so-cap.json")
GZIP = (b"accept-encoding", b"gzip")
PART = (b"range", b"bytes=0-99")


def measured(given: Path, asks: int = 200, turns: int = 7) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(
        prefix="tieubieu-downloads-", dir=given.parent, ignore_cleanup_errors=True
    ) as name:
        shutil.copytree(given, Path(name) / "var", symlinks=True)
        os.environ |= {"DATA_DIR": f"{name}/var", "SECRET_KEY": "x" * 40, "EMBEDDED_RUNNER": "off"}
        os.environ.setdefault("SEARCH_ENGINE", "tantivy")
        return asyncio.run(_by_turns(asks, turns))


async def _by_turns(asks: int, turns: int) -> dict[str, Any]:
    from app.asgi import application

    targets: dict[str, tuple[str, tuple[tuple[bytes, bytes], ...]]] = {"cached page": ("/", (GZIP,))}
    bodies: dict[str, bytes] = {}
    for path in DOWNLOADS:
        status, headers, body = await _ask(application, path, (GZIP,))
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        targets[path], bodies[path] = (path, (GZIP,)), body
        targets[f"{path}, 304"] = (path, (GZIP, (b"if-none-match", headers[b"etag"])))
        targets[f"{path}, part"], bodies[f"{path}, part"] = (path, (PART,)), body[:100]
    took = await _taken(application, targets, bodies, asks, turns)
    middle = {name: statistics.median(found) for name, found in took.items()}
    page = middle["cached page"]
    rows = {
        name: round((middle[name] - middle.get(f"copy of {name}", 0)) / page, 2)
        for name in targets
        if name != "cached page"
    }
    return {
        "cached page us": round(page), "multiples": rows, "bytes": {path: len(bodies[path]) for path in DOWNLOADS},
        "met": all(ratio <= AT_MOST for ratio in rows.values()),
        "load": os.getloadavg()[0],
    }  # fmt: skip


async def _taken(
    application: Any, targets: dict[str, tuple[str, Any]], bodies: dict[str, bytes], asks: int, turns: int
) -> dict[str, list[float]]:
    """Microseconds of each turn."""
    took: dict[str, list[float]] = {name: [] for name in [*targets, *(f"copy of {path}" for path in bodies)]}
    with tempfile.NamedTemporaryFile() as copy:
        for turn in range(turns + 1):
            for name, (path, headers) in targets.items():
                spent = await _spent(application, path, headers, asks)
                if turn:  # the first warms
                    took[name].append(spent)
            for path, body in bodies.items():
                copy.seek(0)
                copy.truncate()
                copy.write(body)
                copy.flush()
                took[f"copy of {path}"].append(_copied(copy.name, asks))
    return took


def _copied(path: str, asks: int) -> float:
    began = time.process_time()
    for _ in range(asks):
        with Path(path).open("rb") as file:
            while file.read(PIECE):
                pass
    return (time.process_time() - began) / asks * 1e6


async def _spent(application: Any, path: str, headers: Any, asks: int) -> float:
    began = time.process_time()
    for _ in range(asks):
        await _ask(application, path, headers, keep=False)
    return (time.process_time() - began) / asks * 1e6


async def _ask(
    application: Any, path: str, headers: Any, *, keep: bool = True
) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        if keep or message["type"] == "http.response.start":
            sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "http",
        "http_version": "1.1", "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 40000),
        "headers": [(b"host", b"127.0.0.1:8000"), *headers],
    }  # fmt: skip
    await application(scope, receive, send)
    body = b"".join(message["body"] for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


if __name__ == "__main__":
    folder, *numbers = sys.argv[1:]
    sys.stdout.write(json.dumps(measured(Path(folder), *map(int, numbers)), indent=1) + "\n")
