"""A workshop without network: entries stay on the phone, are sent once, come back when refused, and are
deleted at sign-out.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.core.database.base import db
from tests.conftest import _create, make_settings
from tests.e2e.axe import violations
from tests.e2e.person import Person, until
from tests.e2e.server import Server
from tests.factories import everything
from tests.factories.accounts import PASSWORD

KEPT = """async () => ({
  entries: (await indexedDB.databases()).map(found => found.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"entries": [], "caches": [], "workers": 0}
SLOW_PHONE = """Object.defineProperty(IDBRequest.prototype, "onsuccess", {
  set(heard) { this.addEventListener("success", () => setTimeout(heard, 1000)); },
})"""
"""What the phone keeps is read so slowly that the form is filled and sent first."""


@pytest.fixture(scope="module")
def workshop(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A served site with one facility and an open lot."""
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "var").mkdir()
    made = SimpleNamespace(database=folder / "var" / "tieubieu.db")
    shutil.copy(empty_database, made.database)
    with _create(make_settings(folder / "var")).app_context():
        factory = everything()
        product = factory.product(name_vi="Nước mắm Hương Quê")
        made.email = factory.user("facility", facility_id=product.facility_id).email
        made.lot = factory.lot(product, code="NM-01").id
        db.session.remove()
        db.engine.dispose()
    made.server = Server(folder)
    made.server.start()
    yield made
    made.server.stop()


class Phone(Person):
    """A maker's phone that has been on the lot's page once with a network."""

    def __init__(self, browser: Any, workshop: SimpleNamespace) -> None:
        super().__init__(browser, workshop.server.url, phone=True)
        self.workshop, self.lot = workshop, f"/co-so-cua-toi/lo/{workshop.lot}"
        self.sign_in(workshop.email, PASSWORD)
        self.open(self.lot)
        self.page.locator('#diary-phone[data-ready="1"]').wait_for(state="attached")

    def write(self, page: Any, **values: str) -> None:
        for name, value in values.items():
            page.fill(f'[name="{name}"]', value)
        page.get_by_role("button", name="Ghi").click()

    def write_offline(self, page: Any, **values: str) -> None:
        """Write an entry and wait until the phone has it and the form is ready for the next."""
        self.write(page, **values)
        shows(page, "Trên máy này, chưa gửi")
        page.locator("#diary-phone:focus").wait_for()

    def wait_for(self, entries: list[tuple[str, str]]) -> None:
        """Until the server has just these (kind, note), in the order they came."""
        until(lambda: len(self.written()) >= len(entries), self.context.pages[-1])
        assert self.written() == entries

    def written(self) -> list[tuple[str, str]]:
        with sqlite3.connect(f"file:{self.workshop.database}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT kind, note FROM trace_event ORDER BY id").fetchall()


def shows(page: Any, text: str) -> None:
    page.get_by_text(text).locator("visible=true").first.wait_for()


def test_entries_written_without_network_survive_the_tab_and_a_lost_reply(
    chromium: Any, workshop: SimpleNamespace
) -> None:
    maker = Phone(chromium, workshop)
    maker.context.set_offline(True)
    page = maker.page
    page.add_init_script(SLOW_PHONE)
    page.goto(f"{maker.url}{maker.lot}/nhat-ky/check")
    maker.write_offline(page, note="Màu cánh gián")
    maker.write_offline(page, note="Độ mặn 25")
    page.locator(".phone-waiting >> nth=1").wait_for()
    assert violations(page) == []
    assert maker.written() == []
    lost: list[str] = []

    def lose_first(route: Any) -> None:
        answer = route.fetch()
        if lost or route.request.method != "POST":
            route.fulfill(response=answer)
        else:
            lost.append(answer.text())
            route.abort()

    again = maker.context.new_page()
    page.close()
    again.goto(f"{maker.url}{maker.lot}")
    shows(again, "Không có mạng")
    again.locator(".phone-waiting >> nth=1").wait_for()
    maker.context.route("**/nhat-ky/check", lose_first)
    maker.context.set_offline(False)
    again.locator(".phone-received >> nth=1").wait_for()
    maker.wait_for([("check", "Màu cánh gián"), ("check", "Độ mặn 25")])
    assert len(lost) == 1
    maker.close()


def test_refused_entry_is_put_right_and_sign_out_wipes_the_phone(
    chromium: Any, workshop: SimpleNamespace
) -> None:
    maker = Phone(chromium, workshop)
    before = maker.written()
    page = maker.page
    maker.context.set_offline(True)
    page.goto(f"{maker.url}{maker.lot}/nhat-ky/ship")
    maker.write_offline(page, quantity="hai")
    maker.context.set_offline(False)
    shows(page, "Trên máy này: cần sửa")
    page.get_by_text("Sửa lại").click()
    page.locator('[name="client_id"][data-mended]').wait_for(state="attached")
    assert page.input_value('[name="quantity"]') == "hai"
    page.select_option('[name="unit"]', "chai")
    maker.write(page, quantity="2", party="Cửa hàng A")
    page.wait_for_url(f"**{maker.lot}#diary")
    maker.wait_for([*before, ("ship", "")])
    maker.open("/tai-khoan")
    maker.page.locator('form[action="/dang-xuat"] button').click()
    maker.page.wait_for_url("**/dang-nhap")
    assert maker.page.evaluate(KEPT) == NOTHING
    maker.close()
