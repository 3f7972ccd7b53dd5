"""A facility asks for support with its trademark; the province takes it in, the ministry approves, it is carried out
and accepted, and once the mark is granted two programmes count it and the pages of the public tell so.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.core.clock import today
from app.core.database.base import db
from programme.facts.tasks import follow_own_facts
from tests.conftest import _create, make_settings
from tests.e2e.person import Person, until
from tests.e2e.server import Server
from tests.factories import everything
from tests.factories.accounts import PASSWORD

PAPER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BOARDS = (
    "/chuong-trinh/khuyen-cong-quoc-gia-2021-2025/3.3",
    "/chuong-trinh/khuyen-cong-dong-nai-2021-2025/3.1",
)
GRANTED = {
    "state": "granted", "registration_number": "4-0512345-000", "registration_date": "2025-12-20",
    "valid_until": "2034-02-01",
}  # fmt: skip


@pytest.fixture
def site(empty_database: Path, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A served site with both programmes, an open year that needs one paper, a facility with its mark, offices."""
    (tmp_path / "var").mkdir()
    shutil.copy(empty_database, tmp_path / "var" / "tieubieu.db")
    server = Server(tmp_path)
    app = _create(make_settings(tmp_path / "var", base_url=server.url))
    with app.app_context():
        factory = everything()
        for name in ("quoc-gia", "dong-nai"):
            factory.loaded_programme(name)
        factory.plan_year(kinds=("trademark-support",))
        factory.plan_paper("Tờ khai đăng ký nhãn hiệu")
        facility = factory.facility(unit_code="75", name="Gốm Sông Thử", slug="gom-song-thu")
        mark = factory.trademark(
            facility=facility, name="GỐM THỬ", state="filed", application_number="4-2024-00123"
        )
        unit = factory.unit("75").id
        people = {
            "member": factory.user("facility", facility_id=facility.id),
            "province": factory.user("officer-province", unit_id=unit),
            "centre": factory.user("programme-editor", unit_id=unit),
            "ministry": factory.user("officer-national"),
            "chair": factory.user("appraiser", name="Chủ tịch Thử"),
            "secretary": factory.user("appraiser", name="Thư ký Thử"),
        }
        emails = {name: person.email for name, person in people.items()}
        mark_id = mark.id
        db.session.remove()
        db.engine.dispose()
    server.start()
    yield SimpleNamespace(server=server, app=app, emails=emails, mark=mark_id)
    server.stop()


def do(person: Person, page: str, act: str, **values: Any) -> None:
    """One act of an office on the page of the proposal."""
    person.open(page)
    person.follow(f"/viec/{act}", "")
    person.fill(**values)
    person.send()
    assert not person.refused(), person.refused()


def ask(member: Person, mark: int) -> str:
    """From the trademark desk to the dossier; the page of the proposal."""
    member.open(f"/co-so-cua-toi/nhan-hieu/{mark}/tien-trinh")
    member.fill(wish="Tra cứu, thiết kế và lệ phí nộp đơn")
    member.send()
    assert not member.refused(), member.refused()
    member.open("/co-so-cua-toi/de-an")
    member._press(member.page.get_by_role("link", name="Hỗ trợ nhãn hiệu GỐM THỬ"))
    return member.path()


def hand_in(member: Person, page: str) -> None:
    """Without its paper the dossier is refused by name; with it, it is handed in."""
    member.open(page)
    member.fill(dossier="Nộp thêm bản giấy tại Sở")
    member.send()
    assert "Tờ khai đăng ký nhãn hiệu" in member.refused()
    member.follow("/giay-to", "")
    member.fill(files=({"name": "to-khai.pdf", "mimeType": "application/pdf", "buffer": PAPER},))
    member.send()
    assert not member.refused(), member.refused()
    member.open(page)
    member.fill(dossier="")
    member.send()
    assert not member.refused(), member.refused()


def meet(site: SimpleNamespace, caller: Person, page: str, members: dict[str, Person], **sums: str) -> None:
    """A council is called, says what it finds and signs."""
    caller.open(page)
    caller.follow("/hoi-dong", "")
    caller.fill(decision="15/QĐ ngày 5/3/2026")
    caller.choose("chair", "Chủ tịch Thử")
    caller.choose("secretary", "Thư ký Thử")
    caller.send()
    assert not caller.refused(), caller.refused()
    for member in members.values():
        member.open("/hoi-dong-de-an")
        member._press(member.page.locator("main tbody a").first)
        member.fill(agrees="yes", opinion="Phù hợp, đủ giấy tờ")
        member.send()
        assert not member.refused(), member.refused()
    secretary, chair = members["secretary"], members["chair"]
    secretary.fill(held_on=today().isoformat(), findings="Đạt yêu cầu", verdict="agree", **sums)
    secretary._press(secretary.page.get_by_role("button", name="Lưu biên bản"))
    assert not secretary.refused(), secretary.refused()
    secretary.post("/ky")
    chair.open(secretary.path())
    chair.post("/ky")
    assert "Chủ tịch và thư ký đã ký" in chair.page.inner_text("body")


def look_at_boards(site: SimpleNamespace, member: Person, visitor: Person) -> None:
    """Nothing counts before the mark is granted; then both programmes count it, and the facility lets its page tell."""
    for board in BOARDS:
        visitor.open(board)
        assert "GỐM THỬ" not in visitor.text(), "nothing counts before the mark is granted"
    member.open(f"/co-so-cua-toi/nhan-hieu/{site.mark}")
    member.fill(**GRANTED)
    member.send()
    assert not member.refused(), member.refused()
    member.open("/co-so-cua-toi/ho-tro")
    member.post("/show")
    with site.app.app_context():  # as the runner of jobs does every five minutes
        follow_own_facts()
        db.session.remove()
        db.engine.dispose()
    for board in BOARDS:

        def counted(path: str = board) -> bool:
            visitor.open(path)
            return "GỐM THỬ" in visitor.text()

        assert until(counted, visitor.page), board
        assert visitor.page.locator(".goal-large strong").inner_text() == "1"
    assert until(
        lambda: visitor.open("/co-so/gom-song-thu") or "Hỗ trợ nhãn hiệu GỐM THỬ" in visitor.text(),
        visitor.page,
    )


def test_support_with_a_trademark_from_the_wish_to_the_public_page(
    chromium: Any, site: SimpleNamespace
) -> None:
    looked: set[str] = set()
    people = {name: Person(chromium, site.server.url, looked=looked) for name in site.emails}
    for name, person in people.items():
        person.sign_in(site.emails[name], PASSWORD)
    member, province, ministry = people["member"], people["province"], people["ministry"]
    council = {name: people[name] for name in ("secretary", "chair")}
    own = ask(member, site.mark)
    page = own.replace("/co-so-cua-toi", "/can-bo")
    do(province, page, "receive", national="30.000.000", own="5.000.000")
    hand_in(member, own)
    do(province, page, "send_up", decision="20/SCT-CN")
    meet(site, ministry, page, council, national="25.000.000")
    do(ministry, page, "approve", national="25.000.000", local="", own="5.000.000", decision="99/QĐ-BCT")
    do(province, page, "start", decision="Hợp đồng số 3/HĐ")
    do(
        people["centre"], page, "done", done_on="2025-12-10", document="Báo cáo số 7/BC", used_national="25.000.000",
        used_own="5.000.000",
    )  # fmt: skip
    meet(site, province, page, council)
    province.open(page)
    province.follow("/viec/accept", "")
    province.send()
    member.open(own)
    assert "Nghiệm thu" in member.text()
    member.open("/thong-bao")
    assert "đã nghiệm thu" in member.text()

    visitor = Person(chromium, site.server.url, phone=True, looked=set())
    look_at_boards(site, member, visitor)
    assert [line for person in (*people.values(), visitor) for line in person.wrong] == []
    for person in (*people.values(), visitor):
        person.close()
