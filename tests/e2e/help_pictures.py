"""Makes the pictures of the help from the demonstration: `python -m tests.e2e.help_pictures`.

A fresh site with the demonstration data is served for it. Each picture is the top of a page's content on a phone, in
both languages; the texts of the help name it.
"""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.e2e.photographs import photograph
from tests.e2e.server import ROOT

FOLDER = ROOT / "static" / "img" / "help"
SCREEN = {"width": 400, "height": 900}
SCALE = 1.5
QUALITY = 55
PRODUCT = "ca-phe-rang-xay-lang-mau"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture. paths: in Vietnamese and in English. role: whose page it is, empty for a visitor. begins: the element
    at whose top it begins. height: in CSS pixels.
    """

    name: str
    paths: tuple[str, str]
    role: str = ""
    begins: str = "#content"
    height: int = 460


SHOTS = (
    Shot("find", ("/san-pham?q=ca+phe", "/en/products?q=ca+phe")),
    Shot("certificate", ("/giay-chung-nhan/{number}", "/en/certificates/{number}")),
    Shot("scan", ("{scan}", "{scan_en}")),
    Shot("desk", ("/co-so-cua-toi", "/en/my-facility"), "facility"),
    Shot(
        "product",
        ("/co-so-cua-toi/san-pham/moi", "/en/my-facility/products/new"),
        "facility",
        "main form[data-autosave]",
    ),
    Shot(
        "spreadsheet",
        ("{spreadsheet}", "{spreadsheet_en}"),
        "facility",
        "main .prose",
    ),
    Shot("entry", ("/co-so-cua-toi/binh-chon", "/en/my-facility/entries"), "facility"),
    Shot("lots", ("/co-so-cua-toi/lo", "/en/my-facility/lots"), "facility"),
    Shot("queue", ("/can-bo/san-pham", "/en/officer/products"), "officer-national"),
    Shot("expiring", ("/can-bo/sap-het-han", "/en/officer/expiring"), "officer-national"),
    Shot("figures", ("/can-bo/so-lieu/danh-hieu", "/en/officer/figures/recognitions"), "officer-national"),
    Shot(
        "activities",
        ("/can-bo/hoat-dong/nhap-nhieu", "/en/officer/activities/many"),
        "programme-editor",
    ),
)


def shoot(browser: Any, url: str, folder: Path) -> None:
    """Every picture in both languages."""
    accounts = json.loads(next(folder.rglob("demo-accounts.json")).read_text(encoding="utf-8"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    pages = {role: _person(browser, url, accounts, role) for role in {shot.role for shot in SHOTS}}
    values = _values(url, pages[""], pages["facility"])
    for shot in SHOTS:
        for language, path in zip(("vi", "en"), shot.paths, strict=True):
            address = path.format(**values)
            pages[shot.role].goto(address if address.startswith("http") else url + address)
            _take(pages[shot.role], shot, FOLDER / f"{shot.name}.{language}.webp")


def _values(url: str, visitor: Any, member: Any) -> dict[str, str]:
    """What stands in no address that is known before: a scan page, a certificate in force, the import of a facility."""
    ask = visitor.request
    coffee = next(lot for lot in ask.get(f"{url}/api/v1/lots").json()["items"] if lot["product"] == PRODUCT)
    values = {"number": ask.get(f"{url}/api/v1/products/{PRODUCT}").json()["awards"][0]["number"]}
    visitor.goto(coffee["uri"])
    values |= {"scan": visitor.url, "scan_en": _twin(visitor)}
    member.goto(f"{url}/co-so-cua-toi")
    member.click("main a[href$=nhap-san-pham]")
    return values | {"spreadsheet": member.url, "spreadsheet_en": _twin(member)}


def _twin(page: Any) -> str:
    """The address of the same page in English."""
    return str(page.locator("link[hreflang=en]").get_attribute("href"))


def _person(browser: Any, url: str, accounts: list[dict[str, str]], role: str) -> Any:
    page = browser.new_context(viewport=SCREEN, device_scale_factor=SCALE, locale="vi-VN").new_page()
    if role:
        account = next(row for row in accounts if row["role"] == role)
        page.goto(f"{url}/dang-nhap")
        page.fill("[name=email]", account["email"])
        page.fill("[name=password]", account["password"])
        page.click("main form button[type=submit]")
        page.wait_for_load_state()
    return page


def _take(page: Any, shot: Shot, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    box = page.locator(shot.begins).first.bounding_box()
    clip = {"x": 0, "y": box["y"], "width": SCREEN["width"], "height": shot.height}
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")
    picture.save(path, quality=QUALITY, method=6)


if __name__ == "__main__":
    sys.exit(photograph(shoot))
