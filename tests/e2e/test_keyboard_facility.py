"""A workshop on a phone of 360 px, by keyboard alone: from registration to a submitted product, and a colleague."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from pillow_heif import register_heif_opener

from catalog.enums import ProductGroup
from tests.e2e.person import PASSWORD, Person
from tests.e2e.server import Server
from tests.helpers import LINK

FACILITY = "Công ty Sông Thử"
GROUP = str(ProductGroup.FOOD)
FOCUS = "document.activeElement"
MOST_TABS = 150
TEXT = "Cá cơm tươi ủ chượp mười hai tháng trong thùng gỗ với muối biển, không phẩm màu, không hương liệu."


class Keys:
    """Reaches every field and button by Tab alone."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def to(self, selector: str) -> None:
        """Press Tab until what has the focus is it."""
        for _press in range(MOST_TABS):
            if self.page.evaluate(f"{FOCUS} !== document.body && {FOCUS}.matches({selector!r})"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: Tab never reaches {selector}")

    def type(self, **values: str) -> None:
        for name, value in values.items():
            self.to(f'main [name="{name}"]')
            self.page.keyboard.insert_text(value)

    def choose(self, name: str, value: str) -> None:
        """Arrow keys until the list or the circles say it."""
        self.to(f'main [name="{name}"]')
        for _press in range(MOST_TABS):
            if self.page.evaluate(f"{FOCUS}.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: {name} has no {value}")

    def files(self, name: str, paths: list[Path]) -> None:
        self.to(f'main [name="{name}"]')
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(paths)

    def press(self, selector: str) -> None:
        """Reach a button or a link and press Enter."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.person.look()

    def send(self) -> None:
        """The main button of the form of the page."""
        self.press("main form.form button.button-primary")
        assert self.person.refused() == ""


def pictures(folder: Path) -> list[Path]:
    """Three that are good, one of them from an iPhone, and one that is none."""
    register_heif_opener()
    made = {
        "truoc.png": ("PNG", "#8a3324"),
        "iphone.heic": ("HEIF", "#33508a"),
        "goi.jpg": ("JPEG", "#2f6b3a"),
    }
    for name, (kind, colour) in made.items():
        Image.new("RGB", (900, 700), colour).save(folder / name, kind)
    (folder / "hong.jpg").write_bytes(b"\xff\xd8\xff\xe0 khong phai anh")
    return [folder / name for name in (*made, "hong.jpg")]


def register(owner: Person, keys: Keys) -> None:
    owner.open("/dang-ky")
    keys.type(name="Chị Hoa", email="hoa@example.vn", password=PASSWORD)
    keys.send()
    owner.open("/dang-nhap")
    keys.type(email="hoa@example.vn", password=PASSWORD)
    keys.send()
    owner.open("/co-so-cua-toi/dang-ky")
    keys.type(name=FACILITY)
    keys.choose("kind", "doanh-nghiep")
    keys.type(registration_number="3600123459")
    keys.to('main [name="unit_id"]')
    owner.page.keyboard.press("ArrowDown")
    keys.type(commune="Xã Thử", address="Ấp 1", contact_name="Chị Hoa", phone="0901 234 567")
    keys.send()


def submit_product(owner: Person, keys: Keys, folder: Path) -> None:
    owner.open("/co-so-cua-toi/san-pham/moi")
    keys.type(name_vi="Nước mắm Sông Thử")
    keys.choose("group", GROUP)
    keys.type(
        description_vi=TEXT, materials="Cá cơm, muối biển", net_content="500 ml", where_sold="Tại xưởng"
    )
    keys.send()
    keys.files("pictures", pictures(folder))
    keys.type(alt_vi="Chai nước mắm")
    keys.press('main form[action$="/anh"] button[type=submit]')
    assert "hong.jpg" in owner.text()
    assert owner.page.locator("main ol.stack > li").count() == 3
    keys.press('main a[href$="/nop"]')
    keys.send()
    assert owner.path().endswith("/giay-tiep-nhan")


def invite(owner: Person, keys: Keys, email: str) -> None:
    owner.open("/co-so-cua-toi")
    keys.press('main a[href*="/thanh-vien"]')
    keys.type(email=email)
    keys.choose("duty", "recorder")
    keys.send()


def test_a_workshop_registers_and_submits_a_product_by_keyboard(
    chromium: Any, empty_site: Server, tmp_path: Path
) -> None:
    owner = Person(chromium, empty_site.url, phone=True)
    keys = Keys(owner)
    register(owner, keys)
    submit_product(owner, keys, tmp_path)
    invite(owner, keys, "minh@example.vn")
    guest = Person(chromium, empty_site.url, phone=True)
    guest_keys = Keys(guest)
    guest.open(invitation(empty_site, "minh@example.vn"))
    guest_keys.type(name="Anh Minh", password=PASSWORD)
    guest_keys.send()
    guest.open("/co-so-cua-toi")
    assert FACILITY in guest.text()
    assert guest.page.locator('main a[href*="/san-pham/moi"]').count() == 0
    assert owner.wrong + guest.wrong == []
    owner.close()
    guest.close()


def invitation(site: Server, email: str) -> str:
    """The path of the link in the newest mail to an address."""
    with sqlite3.connect(site.folder / "var" / "tieubieu.db") as database:
        query = "SELECT body FROM outbox_mail WHERE recipient = ? ORDER BY id DESC"
        found = LINK.search(database.execute(query, (email,)).fetchone()[0])
    assert found is not None
    return urlsplit(found[0]).path
