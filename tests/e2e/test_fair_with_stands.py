"""An officer writes a fair with 15 stands down and what came of it; a visitor with a phone walks through it."""

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.core.clock import today
from app.core.database.base import db
from tests.conftest import _create, make_settings
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.factories import everything
from tests.factories.accounts import PASSWORD

STANDS = 15
TAKEN = 12
FAIR = "/su-kien/hoi-cho-mua-thu-thu"


@pytest.fixture
def province(empty_database: Path, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A served site with twelve makers of Đồng Nai, of whom five have a recognised product, and their officer."""
    (tmp_path / "var").mkdir()
    shutil.copy(empty_database, tmp_path / "var" / "tieubieu.db")
    server = Server(tmp_path)
    app = _create(make_settings(tmp_path / "var", base_url=server.url))
    with app.app_context():
        factory = everything()
        for number in range(1, TAKEN + 1):
            maker = factory.facility(name=f"Cơ sở thử {number}", registration_number=f"36001234{number:02d}")
            product = factory.product(
                maker, name_vi=f"Sản phẩm thử {number}", slug=f"san-pham-thu-{number}", pictures=3
            )
            if number <= 5:
                factory.award(product)
        unit = factory.unit("75").id
        officer = factory.user("officer-province", unit_id=unit).email
        db.session.remove()
        db.engine.dispose()
    server.start()
    yield SimpleNamespace(server=server, officer=officer, unit=unit)
    server.stop()


def look_at_pictures(visitor: Person) -> None:
    """The viewer by keyboard: there and back around the end, the focus where it was when it is closed."""
    page = visitor.page
    first = page.locator(".gallery-strip a").first
    first.focus()
    page.keyboard.press("Enter")
    count = page.locator(".viewer [role=status]")
    assert count.inner_text() == "Ảnh 1 trên 3"
    page.keyboard.press("ArrowLeft")
    assert count.inner_text() == "Ảnh 3 trên 3"
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Ảnh sau").click()
    assert count.inner_text() == "Ảnh 2 trên 3"
    page.keyboard.press("Escape")
    assert not page.locator(".viewer").is_visible()
    assert first.evaluate("link => link === document.activeElement")


def write_down(officer: Person, unit: int) -> None:
    """The facts of the fair, from yesterday to tomorrow."""
    officer.open("/tai-khoan")
    officer.follow("/can-bo/hoi-cho", "/officer/fairs")
    officer.follow("/can-bo/hoi-cho/moi", "/officer/fairs/new")
    officer.fill(
        name_vi="Hội chợ mùa thu thử", organiser="Trung tâm Khuyến công thử", unit_id=str(unit),
        starts_on=(today() - timedelta(days=1)).isoformat(), ends_on=(today() - timedelta(days=2)).isoformat(),
        venue="Nhà thi đấu thử", address="1 đường Thử", hours="8 giờ – 21 giờ",
    )  # fmt: skip
    officer.send()
    assert "Ngày cuối trước ngày đầu" in officer.refused()
    officer.fill(ends_on=(today() + timedelta(days=1)).isoformat())
    officer.send()
    assert not officer.refused(), officer.refused()


def list_stands(officer: Person) -> None:
    """Fifteen stands in one list, the first attempt with a facility that nobody knows."""
    lines = [f"A{n}; 36001234{n:02d}; {'có' if n % 2 else 'không'}; *" for n in range(1, TAKEN + 1)]
    lines += [f"B{n}" for n in range(1, STANDS - TAKEN + 1)]
    officer.fill(stands="\n".join([*lines[:3], "A4; Cơ sở lạ; có; *", *lines[4:]]))
    officer.send()
    assert "Dòng 4: không có, hoặc có nhiều cơ sở đã xác minh khớp với “Cơ sở lạ”." in officer.refused()
    officer.fill(stands="\n".join(lines))
    officer.send()
    assert not officer.refused(), officer.refused()
    assert officer.page.locator("main tbody tr").count() == STANDS


def record(officer: Person) -> None:
    officer.follow("/ket-qua", "/outcome")
    officer.fill(
        visitors="1 846", contracts="12", evidence="Báo cáo 45/BC-TTKC", evidence_date=today().isoformat()
    )
    officer.send()
    assert not officer.refused(), officer.refused()


def test_fifteen_stands_from_the_list_of_an_officer_to_a_visitor(
    chromium: Any, province: SimpleNamespace
) -> None:
    server = province.server
    officer = Person(chromium, server.url)
    officer.sign_in(province.officer, PASSWORD)
    write_down(officer, province.unit)
    list_stands(officer)
    officer.follow("/gian-hang/", "/stands/")
    officer.fill(is_supported=False)
    officer.send()
    assert not officer.refused(), officer.refused()
    record(officer)

    visitor = Person(chromium, server.url, phone=True, looked=officer.looked)
    visitor.open("/su-kien")
    visitor.follow(FAIR, FAIR)
    assert "Đang diễn ra" in visitor.text()
    assert "15, trong đó 5 được hỗ trợ" in visitor.text()
    assert "12, 5 còn hiệu lực công nhận" in visitor.text()
    assert "1.846" in visitor.text()
    plan = visitor.page.locator(".stands")
    assert (plan.locator("a.stand").count(), plan.locator("a.stand-gold").count()) == (12, 5)
    assert plan.locator(".stand-free").count() == 3
    plan.locator("a.stand", has_text="A7").click()
    row = visitor.page.locator("tr:has(.stand-code:target)")
    assert "Sản phẩm thử 7" in row.inner_text()
    visitor.follow("/san-pham/san-pham-thu-7", "")
    assert "Gian A7" in visitor.text()
    look_at_pictures(visitor)
    visitor.follow(FAIR, FAIR)
    assert visitor.path() == FAIR
    calendar = visitor.context.request.get(f"{server.url}{FAIR}/lich.ics").text()
    assert f"DTSTART;VALUE=DATE:{today() - timedelta(days=1):%Y%m%d}" in calendar
    table = visitor.context.request.get(f"{server.url}{FAIR}/gian-hang.csv").text().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["stand"] for row in rows][:3] == ["A1", "A2", "A3"]
    assert [row["supported"] for row in rows] == [
        "0",
        "0",
        "1",
        "0",
        "1",
        "0",
        "1",
        "0",
        "1",
        "0",
        "1",
        "0",
        "0",
        "0",
        "0",
    ]
    abroad = Person(chromium, server.url, "en", looked=officer.looked)
    abroad.go(FAIR, "/events/hoi-cho-mua-thu-thu")
    assert "15, 5 of them supported" in abroad.text()
    assert [*officer.wrong, *visitor.wrong, *abroad.wrong] == []
    for person in (officer, visitor, abroad):
        person.close()
