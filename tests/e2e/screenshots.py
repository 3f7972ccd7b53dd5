"""Makes the pictures of the README from the demonstration: `python -m tests.e2e.screenshots`.

A fresh site with the demonstration data is served for it; the pictures are kept small.
"""

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from tests.e2e.photographs import photograph
from tests.e2e.server import ROOT

FOLDER = ROOT / "docs" / "screenshots"
DESK = {"width": 1120, "height": 800}
PHONE = {"width": 360, "height": 720}
COLOURS = 128
PRODUCT = "/san-pham/ca-phe-rang-xay-lang-mau"


def shoot(browser: Any, url: str, _folder: Path) -> None:
    """The pages of the README, as a visitor sees them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
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
    sys.exit(photograph(shoot))
