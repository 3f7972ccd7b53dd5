"""A workshop's file of many products: cancelled half-way, entered, undone, in a browser."""

import io
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from PIL import Image

from tests.e2e.person import PASSWORD, PATIENCE, Person, until
from tests.e2e.server import Server

PRODUCTS, PICTURES = 300, 60
GROUP = "Các sản phẩm khác"
BEGUN = 'main progress:not([value="0"])'


def registered(browser: Any, url: str) -> Person:
    owner = Person(browser, url)
    owner.open("/dang-ky")
    owner.fill(name="Chị Hoa", email="hoa@example.vn", password=PASSWORD)
    owner.send()
    owner.sign_in("hoa@example.vn")
    owner.open("/co-so-cua-toi/dang-ky")
    owner.fill(
        name="Công ty Sông Thử", kind="doanh-nghiep", registration_number="3600123459", commune="Xã Thử",
        address="Ấp 1", contact_name="Chị Hoa", phone="0901 234 567",
    )  # fmt: skip
    owner.choose("unit_id", "Đồng Nai")
    owner.send()
    assert owner.refused() == ""
    return owner


def filled(template: bytes, folder: Path, *, pictured: int) -> Path:
    """The site's own template with its products; the first ones name a picture each."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number in range(1, PRODUCTS + 1):
        values = {"Tên sản phẩm": f"Mắm nêm số {number}", "Nhóm sản phẩm": GROUP, "Khối lượng tịnh": "500 ml"}
        if number <= pictured:
            values["Ảnh"] = f"{number}.jpg"
        for heading, value in values.items():
            sheet.cell(number + 1, places[heading], value)
    path = folder / f"san-pham-{pictured}.xlsx"
    book.save(path)
    return path


def packed(folder: Path) -> Path:
    """A picture for each of the first products, none like another."""
    path = folder / "anh.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(1, PICTURES + 1):
            out = io.BytesIO()
            Image.new("RGB", (640, 480), (4 * number, 90, 60)).save(out, "JPEG")
            archive.writestr(f"{number}.jpg", out.getvalue())
    return path


def count(site: Server, table: str) -> int:
    with sqlite3.connect(site.folder / "var" / "tieubieu.db") as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def chosen(owner: Person, upload: str, **files: tuple[Path, ...]) -> None:
    """Choose a file, wait for what would be entered, and enter it."""
    owner.open(upload)
    owner.fill(**files)
    owner.send()
    owner.page.locator('form[action$="/enter"] button').click(timeout=PATIENCE)


def test_a_file_of_products_is_cancelled_half_way_then_entered_and_undone_as_a_whole(
    chromium: Any, empty_site: Server, tmp_path: Path
) -> None:
    owner = registered(chromium, empty_site.url)
    owner.open("/co-so-cua-toi/1/nhap-san-pham")
    upload = owner.path()
    template = owner.context.request.get(f"{empty_site.url}{upload}/mau.xlsx").body()
    table = filled(template, tmp_path, pictured=PICTURES)
    chosen(owner, upload, file=(table,), pictures=(packed(tmp_path),))
    owner.page.wait_for_selector(BEGUN)
    assert owner.page.locator("main progress").get_attribute("max") == str(PICTURES)
    owner.page.locator('form[action$="/cancel"] button').click()
    owner.page.wait_for_selector("text=Chưa sản phẩm nào của tệp này được nhập")
    assert (count(empty_site, "product"), count(empty_site, "product_picture")) == (0, 0)
    chosen(owner, upload, file=(filled(template, tmp_path, pictured=0),))
    undo = owner.page.locator('main a[href$="/hoan-tac"]')
    undo.wait_for()
    assert count(empty_site, "product") == PRODUCTS
    undo.click()
    owner.page.locator('main form[action$="/hoan-tac"] button').click()
    assert until(lambda: count(empty_site, "product") == 0, owner.page)
    assert count(empty_site, "imported_product") == 0
    assert owner.wrong == []
    assert empty_site.stop() == 0
