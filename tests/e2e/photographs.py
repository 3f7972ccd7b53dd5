"""A browser before a fresh site with the demonstration data, for pictures of it."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.e2e.conftest import FLAGS, browser_path
from tests.e2e.server import Server

Shoot = Callable[[Any, str, Path], None]
"""Gets a browser, the site's address and its data folder."""


def photograph(shoot: Shoot) -> int:
    """Serve the demonstration and take pictures of it; the exit code."""
    path = browser_path()
    if path is None:
        sys.stderr.write("no Chromium; on Debian: apt-get install chromium-headless-shell\n")
        return 1
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.tieubieu("demo", "load")
        server.start()
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            shoot(browser, server.url, Path(folder))
        finally:
            browser.close()
            server.stop()
    return 0
