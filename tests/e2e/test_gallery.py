"""The gallery of a product on a phone: two fingers bring a picture near and back, one moves it; without scripts the
same pictures are there.
"""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from app.core.database.base import db
from app.core.images.uploads import decode_upload
from catalog.products.pictures import add_pictures, store_picture
from tests.conftest import _create, make_settings
from tests.e2e.person import PATIENCE, PHONE, until
from tests.e2e.server import Server
from tests.factories import everything
from tests.helpers.voting.acts import act

MIDDLE = 370
STEPS = 12
SHOWN = "document.querySelector('dialog.viewer[open] img')?.naturalWidth > 0"


@pytest.fixture(scope="module")
def site(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A served site with one product of three pictures."""
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "var").mkdir()
    shutil.copy(empty_database, folder / "var" / "tieubieu.db")
    server = Server(folder)
    app = _create(make_settings(folder / "var", base_url=server.url))
    with app.app_context():
        factory = everything()
        product = factory.product(slug="nuoc-mam-thu", pictures=0)
        kept = [
            store_picture(decode_upload(drawn(colour)), is_illustration=True)
            for colour in ("#a33", "#3a3", "#33a")
        ]
        act(factory.member_actor(product.facility), add_pictures, product.id, kept, alt_vi="Chai nước mắm")
        db.session.remove()
        db.engine.dispose()
    server.start()
    yield SimpleNamespace(server=server, page=f"{server.url}/san-pham/nuoc-mam-thu")
    server.stop()


def drawn(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1280, 960), colour).save(out, "JPEG")
    return out.getvalue()


class Fingers:
    """Fingers on the glass of a phone; each touch comes from the browser itself, not from a script of the page."""

    def __init__(self, page: Any) -> None:
        self._session = page.context.new_cdp_session(page)

    def _touch(self, kind: str, *places: int) -> None:
        points = [{"x": x, "y": MIDDLE, "id": number} for number, x in enumerate(places)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pinch(self, begin: int, end: int) -> None:
        """Two fingers, each so far from the middle of the screen at the beginning and at the end."""
        middle = PHONE["width"] // 2
        self._touch("touchStart", middle - begin, middle + begin)
        for step in range(1, STEPS + 1):
            away = begin + (end - begin) * step // STEPS
            self._touch("touchMove", middle - away, middle + away)
        self._touch("touchEnd")

    def drag(self, begin: int, end: int) -> None:
        """One finger from left or right to the other side."""
        self._touch("touchStart", begin)
        for step in range(1, STEPS + 1):
            self._touch("touchMove", begin + (end - begin) * step // STEPS)
        self._touch("touchEnd")


def test_two_fingers_bring_a_picture_near_and_back(chromium: Any, site: SimpleNamespace) -> None:
    context = chromium.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(site.page)
    page.locator(".gallery-strip a").first.tap()
    assert until(lambda: page.evaluate(SHOWN), page)
    behind = page.evaluate("scrollY")
    fingers = Fingers(page)
    assert page.evaluate("visualViewport.scale") == 1
    fingers.pinch(30, 120)
    assert until(lambda: page.evaluate("visualViewport.scale > 2"), page)
    left = page.evaluate("visualViewport.pageLeft")
    fingers.drag(280, 80)
    assert until(lambda: page.evaluate(f"visualViewport.pageLeft > {left} + 5"), page)
    fingers.pinch(120, 20)
    assert until(lambda: page.evaluate("visualViewport.scale < 1.01"), page)
    status = page.locator(".viewer [role=status]")
    assert status.inner_text() == "Ảnh 1 trên 3"
    page.locator(".viewer button[value=on]").tap()
    assert until(lambda: status.inner_text() == "Ảnh 2 trên 3", page)
    assert page.evaluate("scrollY") == behind, "the page behind the viewer moved"
    page.locator(".viewer button[value=close]").tap()
    page.locator("dialog.viewer").wait_for(state="hidden")
    context.close()


def test_without_scripts_each_picture_is_a_link_to_the_large_one(
    chromium: Any, site: SimpleNamespace
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(site.page)
    strip = page.locator(".gallery-strip")
    assert strip.evaluate("e => [e.scrollWidth > 2.9 * e.clientWidth, getComputedStyle(e).overflowX]") == [
        True,
        "auto",
    ]
    large = [link.get_attribute("href") for link in page.locator(".gallery-strip a").all()]
    answers = [context.request.get(site.server.url + path) for path in large]
    assert [(one.status, one.headers["content-type"]) for one in answers] == [(200, "image/webp")] * 3
    assert not page.locator("dialog.viewer").is_visible()
    strip.locator("a").first.click()
    page.wait_for_url(f"**{large[0]}")
    context.close()
