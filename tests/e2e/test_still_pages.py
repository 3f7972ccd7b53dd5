"""Public pages weigh little and stand still while they come, on a slow phone and on a wide screen."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest

from tests.e2e.server import ANSWER, Server

SIZES = ((360, 780), (1280, 800))
HTML, STYLE, SCRIPT = 60_000, 25_000, 25_000
"""Bytes of a page, of all its style sheets and of all its scripts, compressed."""
SHEET_NAMED = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT_NAMED = re.compile(r'<script[^>]* src="([^"]+)"')
MODULE_NAMED = re.compile(r'(?:from|import)\s*\(?\s*"(\.[^"]+)"')
NOTHING = 0.005
"""Cumulative layout shift that is none: a page may be drawn before all of it has come."""
SHIFTS = """() => new Promise(done => {
  const seen = [];
  const look = new PerformanceObserver(list => seen.push(...list.getEntries()));
  look.observe({type: 'layout-shift', buffered: true});
  const frames = left => left ? requestAnimationFrame(() => frames(left - 1)) : done(
    seen.concat(look.takeRecords()).map(one => [
      one.value, one.sources.map(each => each.node && each.node.outerHTML && each.node.outerHTML.slice(0, 90))]));
  frames(4);
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(Path(tmp_path_factory.mktemp("still")))
    server.tieubieu("migrate")
    server.tieubieu("demo", "load", "--products", "40")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def paths(site: Server) -> dict[str, str]:
    """Home, both lists, and the first product and facility that they name."""
    found = {"home": "/", "catalogue": "/san-pham", "facilities": "/co-so"}
    for name, listed in (("product", "/san-pham"), ("facility", "/co-so")):
        first = re.search(rf'<main.*?href="({listed}/[^"?#]+)"', fetched(site.url + listed)[1], re.DOTALL)
        assert first is not None
        found[name] = first[1]
    return found


def fetched(url: str) -> tuple[int, str]:
    """How many bytes come for it, compressed as served, and its text."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=ANSWER) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        sent = answer.read()
    return len(sent), gzip.decompress(sent).decode()


def weight(url: str, named: list[str], seen: set[str] | None = None) -> int:
    """The bytes of some files and of the modules that they import, each once."""
    seen = set() if seen is None else seen
    total = 0
    for place in (urljoin(url, name.replace("&amp;", "&")) for name in named):
        if place not in seen:
            seen.add(place)
            size, text = fetched(place)
            total += size + weight(place, MODULE_NAMED.findall(text), seen)
    return total


@pytest.mark.parametrize("name", ["home", "catalogue", "product", "facilities", "facility"])
def test_a_page_its_styles_and_its_scripts_weigh_little(
    site: Server, paths: dict[str, str], name: str
) -> None:
    url = site.url + paths[name]
    size, page = fetched(url)
    sheets, scripts = SHEET_NAMED.findall(page), SCRIPT_NAMED.findall(page)
    assert sheets
    assert scripts
    sizes = (size, weight(url, sheets), weight(url, scripts))
    assert all(weighs < most for weighs, most in zip(sizes, (HTML, STYLE, SCRIPT), strict=True)), sizes


def test_pages_stand_still(chromium: Any, site: Server, paths: dict[str, str]) -> None:
    moved = {}
    for width, height in SIZES:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        for path in paths.values():
            page.goto(site.url + path, wait_until="load")
            shifts = page.evaluate(SHIFTS)
            if sum(value for value, _nodes in shifts) > NOTHING:
                moved[(width, path)] = shifts
        context.close()
    assert moved == {}
