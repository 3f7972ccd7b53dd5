"""What a second download costs beside a cached page: `python -m tests.bench.downloads FOLDER [TURNS]`.

FOLDER: a data folder whose files of open data are made; copied, not changed. The program is served as in production,
and beside it on the same server a bare application (`bare_files`). What that one takes for the same bytes beyond an
empty answer is the copying. Told is a download less its copying, by the processor time of the servers, in cached pages.
Download, bytes, page and empty answer are asked for in turn, so that what else the machine does meets all of them, each
after a pause that makes the program look at its change feed: what a download takes beyond such a page, less the
copying, is counted in pages asked for without a pause, which seldom look, and one is added for the page itself.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.bench.load import ROOT, Server, served

AT_MOST = 2.0
DOWNLOADS = ("/sitemap.xml", "/giay-chung-nhan/so-cap.json", "/san-pham.csv", "/du-lieu-mo/products.xlsx")
GZIP = {"Accept-Encoding": "gzip"}
PART = {"Range": "bytes=0-99"}
KEEPING = {"GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=4194304:glibc.malloc.trim_threshold=8388608"}
"""For the bare application: no piece of memory is given back to be taken anew, so that it costs the least."""
ASKS, PAGES = 30, 400
"""A turn: how often each target is asked for in both orders, and pages without a pause."""
PAUSE = 0.011
"""After each request. Two of them are longer than from one look at the feed to the next (`app.web.cache.LOOK`)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A server with a connection to it."""

    server: Server
    connection: HTTPConnection

    def ask(self, path: str, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        self.connection.request("GET", path, headers=dict(headers))
        answer = self.connection.getresponse()
        return answer.status, answer.getheader("ETag", ""), answer.read()

    def pass_over(self, path: str, headers: Mapping[str, str]) -> None:
        """Ask, and read the answer over what was read before."""
        self.connection.request("GET", path, headers=dict(headers))
        answer = self.connection.getresponse()
        while answer.readinto(_PLACE):
            pass


_PLACE = bytearray(1024 * 1024)


@dataclass(slots=True)
class Target:
    """copied: what the bare application is asked for beside it. took: of each request, seconds of processor of
    download, page, copy and empty answer.
    """

    path: str
    headers: Mapping[str, str]
    copied: str
    size: int
    took: list[tuple[float, float, float, float]] = field(default_factory=list)


def measured(given: Path, turns: int = 7) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(
            prefix="downloads-", dir=given.parent, ignore_cleanup_errors=True
        ) as name,
        ExitStack() as stack,
    ):
        folder = Path(name)
        (folder / "copies").mkdir()
        shutil.copytree(given, folder / "var", symlinks=True)
        environ = {
            "DATA_DIR": str(folder / "var"), "SECRET_KEY": "x" * 40, "EMBEDDED_RUNNER": "off",
            "SEARCH_ENGINE": os.environ.get("SEARCH_ENGINE", "tantivy"), "BENCH_COPIES": str(folder / "copies"),
        }  # fmt: skip
        command = [str(Path(sys.executable).with_name("tieubieu")), "migrate"]
        subprocess.run(command, cwd=ROOT, env=os.environ | environ, check=True, capture_output=True)
        ours = _asked(stack, "app.asgi:application", environ)
        bare = _asked(stack, "tests.bench.bare_files:application", environ | KEEPING)
        targets = _targets(ours, folder / "var" / "files", folder / "copies")
        pages = []
        for turn in range(turns + 1):
            pages.append(_page(ours))
            for target in targets.values():
                took = [_took(ours, bare, target) for _ in range(ASKS)]
                if turn:  # the first warms
                    target.took += took
        return _told(targets, statistics.median(pages[1:]))


def _asked(stack: ExitStack, target: str, environ: Mapping[str, str]) -> Asked:
    server = stack.enter_context(served(target, environ, asgi=True))
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    stack.callback(connection.close)
    return Asked(server, connection)


def _targets(ours: Asked, files: Path, copies: Path) -> dict[str, Target]:
    """Each is asked for here, so that the next request is a second one."""
    found = {}
    for number, path in enumerate(DOWNLOADS):
        status, etag, body = ours.ask(path, GZIP)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        (copies / f"{number}").hardlink_to(_stored(files, body))
        (copies / f"{number}-part").write_bytes(body[:100])
        found[path] = Target(path, GZIP, f"/{number}", len(body))
    found[f"{path}, 304"] = Target(path, GZIP | {"If-None-Match": etag}, "/", 0)
    found[f"{path}, part"] = Target(path, PART, f"/{number}-part", len(body[:100]))
    return found


def _stored(files: Path, body: bytes) -> Path:
    """The file that was sent: another with the same bytes may lie in memory in smaller or larger pieces."""
    return next(
        path for path in files.glob("*/*") if path.stat().st_size == len(body) and path.read_bytes() == body
    )


def _page(ours: Asked) -> float:
    """Seconds of processor of a cached page, asked for one after another."""
    before = ours.server.processor_seconds()
    for _ in range(PAGES):
        ours.pass_over("/", GZIP)
    return (ours.server.processor_seconds() - before) / PAGES


def _took(ours: Asked, bare: Asked, target: Target) -> tuple[float, float, float, float]:
    """Who is asked first after a pause meets a colder processor, so each is first once."""
    asked = (
        (ours, target.path, target.headers), (ours, "/", GZIP), (bare, target.copied, GZIP), (bare, "/", GZIP),
    )  # fmt: skip
    took = [0.0] * len(asked)
    for order in ((0, 2, 1, 3), (2, 0, 3, 1)):
        for number in order:
            one, path, headers = asked[number]
            took[number] += _spent(one, path, headers) / 2
    found, page, copy, empty = took
    return found, page, copy, empty


def _spent(one: Asked, path: str, headers: Mapping[str, str]) -> float:
    """Seconds of processor of a request, with what follows the last byte."""
    before = one.server.processor_seconds()
    one.pass_over(path, headers)
    time.sleep(PAUSE)
    return one.server.processor_seconds() - before


def _told(targets: dict[str, Target], page: float) -> dict[str, Any]:
    rows = {}
    for name, target in targets.items():
        used = _quarters(target.took)
        half = len(target.took) // 2
        rows[name] = {
            "bytes": target.size,
            "us": {kind: round(seconds * 1e6) for kind, seconds in used.items()},
            "rest": _rest(used, page),
            "of the halves": [
                _rest(_quarters(part), page) for part in (target.took[:half], target.took[half:])
            ],
        }
    return {
        "page us": round(page * 1e6),
        "kept pages": rows,
        "met": all(row["rest"] <= AT_MOST for row in rows.values()),
        "load": os.getloadavg()[0],
    }


def _quarters(took: list[tuple[float, float, float, float]]) -> dict[str, float]:
    """The lower quarter of each: others on the machine only ever add to a figure."""
    columns = zip(*took, strict=True)
    return {
        kind: statistics.quantiles(column, n=4)[0]
        for kind, column in zip(("download", "page", "copy", "empty"), columns, strict=True)
    }


def _rest(used: dict[str, float], page: float) -> float:
    copying = used["copy"] - used["empty"]
    return round(1 + (used["download"] - used["page"] - copying) / page, 2)


if __name__ == "__main__":
    folder, *numbers = sys.argv[1:]
    sys.stdout.write(json.dumps(measured(Path(folder), *map(int, numbers)), indent=1) + "\n")
