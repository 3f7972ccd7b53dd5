"""Run GS1's resolver test suite, unchanged and headless, against a resolver; docs/conformance.md says how.

`python tests/conformance/resolver_suite.py --suite CHECKOUT --ajv ajv7.bundle.js --data FOLDER URI…`

CHECKOUT: of gs1/GS1DL-resolver-testsuite. FOLDER: local copies of what the suite downloads (see `DOWNLOADS`).
The suite's own PHP helper answers its requests; `--ca` names the certificate of a test server. One line a check,
one of totals a URI. Exit 1 where anything did not pass.
"""

import argparse
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import Page, Route, sync_playwright

HELPER_PORT = 28110
HELPER = "https://philarcher.org/gs1/tester.php"
HOME = "https://suite.example/"
PAGE = """<!doctype html><title>GS1</title><div id="gs1ResolverTests"></div><i id="rotatingcircle"></i>
<script src="ajv7.js"></script><script src="GS1DigitalLinkToolkit.js"></script>
<script src="GS1DigitalLinkResolverTestSuite.js"></script>"""
DOWNLOADS = {
    "https://ref.gs1.org/standards/resolver/description-file-schema": "description-file-schema-1.2.0.json",
    "https://gs1.github.io/linkset/gs1-linkset-schema.json": "gs1-linkset-schema-repo.json",
    "https://ref.gs1.org/voc/data/linktypes": "link_types_standin.json",
}
OPEN = {"Access-Control-Allow-Origin": "*"}


@contextmanager
def helper(suite: Path, ca: str | None) -> Iterator[None]:
    """The suite's PHP script, on a port of its own."""
    trust = ["-d", f"curl.cainfo={ca}", "-d", f"openssl.cafile={ca}"] if ca else []
    command = ["php", *trust, "-S", f"127.0.0.1:{HELPER_PORT}", str(suite / "tester.php")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    try:
        yield
    finally:
        process.terminate()


def answer_helper(route: Route) -> None:
    query = route.request.url.removeprefix(HELPER)
    with urllib.request.urlopen(f"http://127.0.0.1:{HELPER_PORT}/x{query}") as found:
        body = found.read()
    route.fulfill(body=body, headers=OPEN | {"Content-Type": "application/json"})


def give(page: Page, address: str, file: Path) -> None:
    page.route(address, lambda route: route.fulfill(path=file, headers=OPEN))


def prepare(page: Page, suite: Path, ajv: Path, data: Path) -> None:
    """Answer from here what the page asks of the web, but for the resolver under test."""
    page.route(HOME, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.route(HELPER + "*", answer_helper)
    give(page, HOME + "ajv7.js", ajv)
    for name in ("GS1DigitalLinkToolkit.js", "GS1DigitalLinkResolverTestSuite.js"):
        give(page, HOME + name, suite / name)
    for address, name in DOWNLOADS.items():
        give(page, address, data / name)


def results(page: Page, uri: str) -> list[dict[str, str]]:
    page.goto(HOME)
    page.evaluate("uri => testDL(uri)", uri)
    page.wait_for_load_state("networkidle")
    found = page.evaluate("resultsArray.map(r => ({id: r.id, status: r.status, msg: r.msg}))")
    assert isinstance(found, list)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--suite", "--ajv", "--data"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--ca")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("uri", nargs="+")
    asked = parser.parse_args()
    worst = 0
    with helper(asked.suite, asked.ca), sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=asked.chromium,
            args=["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"],
        )
        page = browser.new_page(ignore_https_errors=True)
        page.on("console", lambda said: click.echo(said.text, err=True))
        prepare(page, asked.suite, asked.ajv, asked.data)
        for uri in asked.uri:
            found = results(page, uri)
            count = Counter(result["status"] for result in found)
            for result in found:
                click.echo(f"  {result['status']:4} {result['id']:34} {result['msg']}")
            click.echo(json.dumps({"uri": uri, **{word: count[word] for word in ("pass", "warn", "fail")}}))
            worst |= count["pass"] != len(found)
        browser.close()
    return worst


if __name__ == "__main__":
    sys.exit(main())
