"""What a server process takes after many mixed requests: `python -m tests.bench.memory [REQUESTS]`.

Pages kept and drawn, searches, addresses that are not there, redirects and answers of the API by turns. Once the first
quarter has filled what is remembered, the rest must add less than a twentieth.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from tests.e2e.server import Server

MOST_GROWTH = 0.05


def paths() -> Iterator[str]:
    for number in count():
        yield "/"
        yield f"/san-pham?q=mat+ong+{number}"
        yield "/en/products"
        yield f"/khong-co/{number}"
        yield f"/t/S{number:019d}"
        yield f"/api/v1/products?page=1&q={number}"
        yield "/dang-nhap"
        yield f"/01/08930000000000/21/{number}"


def measured(number: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        site = Server(Path(name))
        site.tieubieu("migrate")
        site.start()
        try:
            asked = paths()
            _ask(site, asked, number // 4)
            before = _memory(site)
            _ask(site, asked, number - number // 4)
            after = _memory(site)
        finally:
            site.stop()
    growth = after / before - 1
    return {
        "requests": number,
        "megabytes after a quarter": round(before / 1e6, 1),
        "megabytes at the end": round(after / 1e6, 1),
        "growth": round(growth, 3),
        "met": growth < MOST_GROWTH,
    }


def _ask(site: Server, asked: Iterator[str], number: int) -> None:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=120)
    for _ in range(number):
        connection.request("GET", next(asked))
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 500:
            raise RuntimeError(str(answer.status))
    connection.close()


def _memory(site: Server) -> int:
    """Resident bytes of the largest process of the server: the one that answers."""
    assert site._process is not None
    sizes = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == site._process.pid:
                sizes.append(int((folder / "statm").read_text().split()[1]) * 4096)
        except (OSError, IndexError):
            continue
    return max(sizes)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]) if sys.argv[1:] else 20_000), indent=1) + "\n")
