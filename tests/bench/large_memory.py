"""What a worker takes on a large catalogue: `python -m tests.bench.large_memory FOLDER [CLIENTS [REQUESTS]]`.

FOLDER: a data folder; copied, not changed. One worker as shipped is asked for the home page, then for every download
twice, then for mixed requests by so many clients at a time: pages of thousands of products, facilities and
certificates, lists, searches, results of provinces, the API, codes and addresses that are not there. Told is its
resident memory in megabytes at each point, as a multiple of the beginning: whole, and without the files of the search
index that it reads in place, which all processes share.
"""

import json
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import count, islice
from pathlib import Path
from typing import Any

from tests.bench.beside import SECRET
from tests.e2e.server import Server

AT_MOST = 1.5
DOWNLOADS = (
    "/san-pham.csv", "/co-so.csv", "/giay-chung-nhan.csv", "/ket-qua.csv", "/du-lieu-mo/products.xlsx",
    "/du-lieu-mo/products.csv", "/du-lieu-mo/facilities.xlsx", "/du-lieu-mo/facilities.csv", "/sitemap.xml",
    "/du-lieu-mo/certificates.xlsx", "/du-lieu-mo/certificates.csv", "/sitemap-1.xml", "/giay-chung-nhan/so-cap.json",
)  # fmt: skip
WORDS = ("mat+ong", "nuoc+mam", "gom+su", "tranh", "lua", "che", "ca+phe", "ruou", "banh", "muc")
PROVINCES = ("01", "75", "79", "48", "92", "31")
HEADERS = {"Accept-Encoding": "gzip", "Accept": "text/html"}
_MAPPED = re.compile(r"[0-9a-f]+-[0-9a-f]+ .*/index/")
Names = dict[str, list[str]]


def measured(given: Path, clients: int = 8, requests: int = 5_000) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(
        prefix="tieubieu-memory-", dir=given.parent, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        shutil.copytree(given, folder / "var", symlinks=True)
        site = Server(folder)
        site.env |= {
            "WORKERS": "1",
            "SECRET_KEY": SECRET,
            "EMBEDDED_RUNNER": "off",
            "SEARCH_ENGINE": "tantivy",
        }
        site.tieubieu("migrate")
        names = _names(folder / "var" / "tieubieu.db")
        site.start()
        try:
            _ask(site.port, iter(["/"]))
            points = {"idle": _memory(site)}
            _ask(site.port, iter(DOWNLOADS * 2))
            points["after the downloads"] = _memory(site)
            with ThreadPoolExecutor(clients) as pool:
                asked = [islice(_paths(names, at, clients), requests // clients) for at in range(clients)]
                list(pool.map(lambda paths: _ask(site.port, paths), asked))
            points[f"after {requests} requests of {clients} clients"] = last = _memory(site)
        finally:
            site.stop()
    ratios = [round(last[kind] / points["idle"][kind], 2) for kind in ("whole", "without the index")]
    return {"megabytes": points, "of idle": ratios, "met": ratios[0] <= AT_MOST, "load": os.getloadavg()[0]}


def _names(path: Path) -> Names:
    columns = {"product": "slug", "facility": "slug", "award": "number"}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        found = {
            table: [row[0] for row in database.execute(f"SELECT {column} FROM {table} WHERE id % 11 = 3")]
            for table, column in columns.items()
        }
    for names in found.values():
        random.Random(7).shuffle(names)
    return found


def _paths(names: Names, first: int, step: int) -> Iterator[str]:
    products, facilities, awards = names["product"], names["facility"], names["award"]
    for n in count(first, step):
        yield from (
            "/", f"/san-pham/{products[n % len(products)]}", f"/san-pham?q={WORDS[n % 10]}&page={1 + n % 9}",
            f"/en/products/{products[3 * n % len(products)]}", f"/co-so/{facilities[n % len(facilities)]}",
            f"/giay-chung-nhan/{awards[n % len(awards)]}", f"/san-pham?page={1 + n % 400}",
            f"/goi-y?q={WORDS[n % 10][:5]}", f"/api/v1/products/{products[5 * n % len(products)]}",
            f"/ket-qua?province={PROVINCES[n % 6]}", f"/khong-co/{n}", f"/t/S{n:019d}",
            f"/giay-chung-nhan?q=mau{n % 1000:05d}", f"/api/v1/products?page={1 + n % 50}", "/dang-nhap",
            f"/01/08930000000000/21/{n}",
        )  # fmt: skip


def _ask(port: int, paths: Iterator[str]) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=240)) as connection:
        for path in paths:
            connection.request("GET", path, headers=HEADERS)
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 500:
                raise RuntimeError(f"{path}: {answer.status}")


def _memory(site: Server) -> dict[str, float]:
    """Of the largest process of the server: the one that answers."""
    assert site._process is not None
    parent = site._process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
    return max((_resident(pid) for pid in children), key=lambda found: found["whole"])


def _resident(pid: str) -> dict[str, float]:
    whole = index = 0
    of_index = False
    for line in Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8").splitlines():
        if line.startswith("Rss:"):
            kilobytes = int(line.split()[1])
            whole += kilobytes
            index += kilobytes if of_index else 0
        elif not line.split(" ", 1)[0].endswith(":"):
            of_index = _MAPPED.match(line) is not None
    return {"whole": round(whole / 1024, 1), "without the index": round((whole - index) / 1024, 1)}


if __name__ == "__main__":
    where, *numbers = sys.argv[1:]
    sys.stdout.write(json.dumps(measured(Path(where), *map(int, numbers)), indent=1) + "\n")
