"""Makes the pictures of the README from the demonstration: `python -m tests.e2e.screenshots`.

A fresh site with the demonstration data is served for it; the pictures are kept small.
"""

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from tests.e2e.conftest import FLAGS, browser_path
from tests.e2e.server import ROOT, Server

FOLDER = ROOT / "docs" / "screenshots"
DESK = {"width": 1120, "height": 800}
PHONE = {"width": 360, "height": 720}
COLOURS = 128
PRODUCT = "/san-pham/ca-phe-rang-xay-lang-mau"


def main() -> int:
    path = browser_path()
    if path is None:
        sys.stderr.write("no Chromium; on Debian: apt-get install chromium-headless-shell\n")
        return 1
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.tieubieu("demo", "load")
        server.start()
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            shoot(browser, server.url)
        finally:
            browser.close()
            server.stop()
    return 0


def shoot(browser: Any, url: str) -> None:
    """The pages of the README, as a visitor sees them."""
    lots = browser.new_page().request.get(f"{url}/api/v1/lots").json()["items"]
    coffee = next(lot for lot in lots if lot["product"] == PRODUCT.rpartition("/")[2])
    pages = (
        ("home", DESK, "/"),
        ("catalogue", DESK, "/san-pham"),
        ("product", DESK, PRODUCT),
        ("rounds", DESK, "/ky-binh-chon"),
        ("scan", PHONE, coffee["uri"]),
    )
    for name, screen, address in pages:
        page = browser.new_page(viewport=screen, locale="vi-VN", device_scale_factor=1)
        page.goto(address if address.startswith("http") else url + address)
        page.wait_for_load_state("networkidle")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(
            FOLDER / f"{name}.png", optimize=True
        )
        page.close()


if __name__ == "__main__":
    sys.exit(main())
