"""A fish-sauce maker from anchovies and salt to the shop; a buyer with a label; a recall of the salt."""

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from app.core.clock import today
from app.core.database.base import db
from tests.conftest import _create, make_settings
from tests.e2e.person import Person, until
from tests.e2e.server import Server
from tests.factories import everything
from tests.factories.accounts import PASSWORD
from traceability.codes.qr.symbols import read_back

DOTS = 300
LOT = "NM-2026-07"
SHOP = "Cửa hàng thử nghiệm Biên Hòa"
REASON = "Muối lẫn tạp chất, mẫu kiểm nghiệm không đạt"


@pytest.fixture
def workshop(empty_database: Path, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A served site with one verified maker, its published product, and the maker's account."""
    (tmp_path / "var").mkdir()
    shutil.copy(empty_database, tmp_path / "var" / "tieubieu.db")
    server = Server(tmp_path)
    app = _create(make_settings(tmp_path / "var", base_url=server.url))
    with app.app_context():
        factory = everything()
        product = factory.product(
            name_vi="Nước mắm cá cơm Sông Thử", name_en="Sông Thử anchovy sauce", standard="TCVN 5107:2018"
        )
        email, facility = (
            factory.user("facility", facility_id=product.facility_id).email,
            product.facility.name,
        )
        db.session.remove()
        db.engine.dispose()
    server.start()
    yield SimpleNamespace(server=server, email=email, facility=facility)
    server.stop()


def raw_material(maker: Person, name: str, code: str, supplier: str, amount: str) -> str:
    """Open a lot of raw material and write down its receipt; returns the address of the lot."""
    maker.open("/co-so-cua-toi/lo/nguyen-lieu")
    maker.fill(name=name, supplier=supplier, code=code, quantity=amount, unit="kg")
    maker.send()
    address = maker.path()
    write(maker, address, "receive", party=supplier, quantity=amount, unit="kg")
    return address


def write(maker: Person, lot: str, kind: str, **values: Any) -> None:
    maker.open(f"{lot}/nhat-ky/{kind}")
    maker.fill(**values)
    maker.send()
    assert not maker.refused(), f"{kind}: {maker.refused()}"


def cut_out(pdf: bytes, number: int) -> Image.Image:
    """The code of one label, cut out of the rendered sheet within its quiet zone."""
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=DOTS / 72).to_pil().convert("L")
    corners = zxingcpp.read_barcodes(page)[number].position
    xs = [corners.top_left.x, corners.bottom_right.x]
    ys = [corners.top_left.y, corners.bottom_right.y]
    quiet = 12
    return page.crop((min(xs) - quiet, min(ys) - quiet, max(xs) + quiet, max(ys) + quiet))


def make_sauce(maker: Person) -> tuple[str, str]:
    """Receive, make, ferment, check, fill and ship; returns the addresses of the salt and of the lot."""
    raw_material(maker, "Cá cơm", "CA-07", "Tàu cá thử 01", "300")
    salt = raw_material(maker, "Muối biển", "MU-07", "Hợp tác xã muối thử", "100")
    maker.open("/co-so-cua-toi/lo/moi")
    maker.fill(code=LOT, made_on=today().isoformat(), quantity="120", unit="chai")
    maker.send()
    lot = maker.path()
    maker.open(f"{lot}/nhat-ky/make")
    names = maker.page.locator(".input-use").all_inner_texts()
    used = {
        f"inputs-{place}-{field}": value
        for place, text in enumerate(names)
        for field, value in (("used", True), ("quantity", "280" if "Cá cơm" in text else "90"))
    }
    assert len(used) == 4
    maker.fill(**used)
    maker.send()
    assert not maker.refused(), maker.refused()
    write(maker, lot, "ferment", temperature="31,5")
    write(maker, lot, "check", conforms="yes", note="Độ đạm 30 °N")
    write(maker, lot, "fill", quantity="120", unit="chai")
    write(maker, lot, "ship", party=SHOP, quantity="60", unit="chai")
    return salt, lot


def print_and_cut(maker: Person, lot: str) -> tuple[str, str]:
    """Print three item labels; returns the address of the sheet and what one label cut out of it says."""
    maker.open(f"{lot}/in-tem")
    maker.fill(kind="item", quantity="3", sheet="a4-24")
    maker.send()
    assert not maker.refused(), maker.refused()
    sheet = maker.page.locator('main a[href$=".pdf"]').first.evaluate("a => a.href")
    return sheet, read_back(cut_out(maker.context.request.get(sheet).body(), 1))


def recall(maker: Person, lot: str) -> None:
    maker.open(f"{lot}/thu-hoi")
    maker.fill(kind="recall", reason_vi=REASON, advice_vi="Trả lại nơi mua")
    maker.send()
    maker.send()  # the page shows it once more
    assert not maker.refused(), maker.refused()


def warned(buyer: Person, address: str) -> str:
    """The words of a scanned page, once they tell the reason of the recall."""
    buyer.open(address)
    whole = " ".join(buyer.page.locator("body").inner_text().split())
    return whole if REASON in whole else ""


def call_the_shop(maker: Person, lot: str) -> str:
    """Note on the report of the recall that the shop was reached; returns the text of the report as PDF."""
    maker.open(lot)
    maker.open(maker.page.locator('main li a[href*="/thu-hoi/"]').first.get_attribute("href"))
    maker.page.locator(".recipients summary").first.click()
    maker.fill(phone="0000 000 001", note="Còn 12 chai, đã cất riêng")
    maker.send("reach")
    assert "1 / 1" in maker.text()
    pdf = maker.page.locator('main a[href$=".pdf"]').first.evaluate("a => a.href")
    pages = pypdf.PdfReader(io.BytesIO(maker.context.request.get(pdf).body())).pages
    return " ".join(pages[0].extract_text().split())


def test_label_of_a_bottle_tells_of_the_recall_of_its_salt(chromium: Any, workshop: SimpleNamespace) -> None:
    server = workshop.server
    looked: set[str] = set()
    maker = Person(chromium, server.url, looked=looked)
    maker.sign_in(workshop.email, PASSWORD)
    salt, lot = make_sauce(maker)
    maker.open(lot)
    drawing = maker.page.locator("svg.graph")
    assert drawing.locator("rect").count() == 3
    assert sorted(drawing.locator(".graph-amount").all_text_contents()) == ["280 kg", "90 kg"]
    sheet, address = print_and_cut(maker, lot)
    assert address.startswith(f"{server.url}/t/S")

    buyer = Person(chromium, server.url, phone=True, looked=looked)
    buyer.open(address)
    page = buyer.text()
    for fact in ("Nước mắm cá cơm Sông Thử", workshop.facility, LOT, "Cá cơm", "Muối biển", "Độ đạm 30 °N"):
        assert fact in page, fact
    assert REASON not in buyer.page.locator("body").inner_text()

    recall(maker, salt)
    whole = until(lambda: warned(buyer, address), buyer.page)
    assert 0 <= whole.find(REASON) < whole.find(LOT)
    told = json.loads(buyer.context.request.get(f"{buyer.page.url}/ho-chieu.jsonld").body())
    assert (told["tb:inRecall"], told["tb:recall"][0]["tb:reason"][0]["@value"]) == (True, REASON)
    assert maker.context.request.get(sheet).status == 409
    report = call_the_shop(maker, salt)
    for fact in (SHOP, "60 chai", LOT, "Còn 12 chai"):
        assert fact in report, fact
    assert maker.wrong + buyer.wrong == []
    maker.close()
    buyer.close()
    assert server.stop() == 0
