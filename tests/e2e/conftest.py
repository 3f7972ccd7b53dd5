"""Chromium and the production server for tests that follow people."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.person import PATIENCE
from tests.e2e.server import Server

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
"""The first takes half the processor time of the second: it has no windows to draw."""


def browser_path() -> str | None:
    """The browser of this machine; None without one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The system's Chromium; tests are skipped without one.

    Its driver keeps an event loop running in this thread, where no paper can be signed: it ends with the file.
    """
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium; on Debian: apt-get install chromium-headless-shell")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=2 * PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Server]:
    """A running site with the schema, the provinces, and nobody."""
    server = Server(tmp_path)
    server.tieubieu("migrate")
    server.start()
    yield server
    server.stop()
