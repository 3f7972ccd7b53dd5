"""A newcomer with the help page alone enters a quarter's activities and prints its report; a colleague signs it; a
figure is corrected later, and the next quarter tells both.
"""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest

from app.core.database.base import db
from tests.conftest import _create, make_settings
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.factories import everything
from tests.factories.accounts import PASSWORD

ROWS = (
    ("workshop", "Hội thảo mẫu mã", "12/8/2025", "1", "Báo cáo 7/BC"),
    ("study-tour", "Tham quan làng gốm", "20/9/2025", "3", "Báo cáo 8/BC"),
)


@pytest.fixture
def province(empty_database: Path, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A served site with the programme of Đồng Nai and two officers of the province."""
    (tmp_path / "var").mkdir()
    shutil.copy(empty_database, tmp_path / "var" / "tieubieu.db")
    server = Server(tmp_path)
    app = _create(make_settings(tmp_path / "var", base_url=server.url))
    with app.app_context():
        factory = everything()
        factory.loaded_programme("dong-nai")
        unit = factory.unit("75").id
        officers = [factory.user("officer-province", unit_id=unit).email for _ in range(2)]
        db.session.remove()
        db.engine.dispose()
    server.start()
    yield SimpleNamespace(server=server, officers=officers)
    server.stop()


def enter_quarter(newcomer: Person, email: str) -> None:
    """From the help page, which leads past the sign-in, to the list of what was entered."""
    newcomer.open("/tro-giup")
    newcomer.follow("/can-bo/hoat-dong/nhap-nhieu", "")
    newcomer.fill(email=email, password=PASSWORD)
    newcomer.send()
    for place, (kind, title, day, number, document) in enumerate(ROWS):
        newcomer.page.locator(f'[name="r{place}-kind"]').select_option(kind)
        for name, value in (("title", title), ("starts_on", day), ("number", number), ("document", document)):
            newcomer.page.locator(f'[name="r{place}-{name}"]').fill(value)
    newcomer._press(newcomer.page.locator("main form[data-guard] button.button-primary"))
    assert not newcomer.refused(), newcomer.refused()
    assert all(title in newcomer.text() for _kind, title, *_ in ROWS)


def prepare(officer: Person, quarter: str) -> str:
    """From the help page to the prepared report; its address."""
    officer.open("/tro-giup")
    officer.follow("/can-bo/chuong-trinh", "")
    officer.follow("/can-bo/chuong-trinh/khuyen-cong-dong-nai-2021-2025", "")
    officer.follow("/bao-cao", "")
    officer.fill(period=quarter)
    officer.send()
    assert not officer.refused(), officer.refused()
    return officer.path()


def printed(officer: Person) -> str:
    """The text of the PDF that the page offers."""
    href = officer.page.locator('main a[href$="tep.pdf"]').get_attribute("href")
    answer = officer.context.request.get(officer.url + href)
    pages = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def row_of(officer: Person, report: str, code: str) -> list[str]:
    """The cells of a target in a report."""
    officer.open(report)
    row = officer.page.locator("table tbody tr").filter(has=officer.page.get_by_text(code, exact=True)).first
    return [" ".join(cell.split()) for cell in row.locator(".cell-value").all_inner_texts()]


def test_a_quarter_is_entered_printed_signed_and_corrected_in_the_next(
    chromium: Any, province: SimpleNamespace
) -> None:
    newcomer, colleague = (Person(chromium, province.server.url) for _ in range(2))
    enter_quarter(newcomer, province.officers[0])
    third = prepare(newcomer, "2025Q3")
    paper = printed(newcomer)
    assert "quý III năm 2025" in paper
    assert "DỰ THẢO" in paper
    colleague.sign_in(province.officers[1], PASSWORD)
    colleague.open(third)
    colleague.post("/buoc", act="sign")
    assert "Hai người đã ký" in colleague.text()

    newcomer.open("/can-bo/hoat-dong")
    newcomer._press(newcomer.page.get_by_role("link", name="Tham quan làng gốm"))
    newcomer.follow("/sua", "")
    newcomer.fill(number="2")
    newcomer.send()
    assert not newcomer.refused(), newcomer.refused()
    fourth = prepare(newcomer, "2025Q4")
    assert row_of(newcomer, third, "1.1") == ["1.1", "0", "3", "0", "3 đoàn"]
    assert row_of(newcomer, fourth, "1.1") == ["1.1", "3", "0", "-1", "2 đoàn"]
    assert row_of(newcomer, fourth, "5.7") == ["5.7", "1", "0", "0", "1 hội thảo"]
    assert [*newcomer.wrong, *colleague.wrong] == []
    for person in (newcomer, colleague):
        person.close()
