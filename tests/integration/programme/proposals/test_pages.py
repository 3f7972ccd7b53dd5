"""The pages of proposals for facilities, offices and councils, in both languages, with wrong input."""

import io
import re

import pypdf
import pytest

from app.accounts.models import Membership
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from programme.models import Offer, PlanYear, Proposal, ProposalCouncil
from programme.proposal_review import services as review
from programme.proposals import services
from tests.helpers import send
from tests.helpers.voting.acts import act

MINE, DESK, COUNCILS = "/co-so-cua-toi/de-an", "/can-bo/de-an", "/hoi-dong-de-an"


@pytest.fixture
def world(factory):
    factory.loaded_programme("quoc-gia")
    factory.plan_year()
    facility = factory.facility(unit_code="75", name="Cơ sở Máy Thử")
    unit_id = factory.unit("75").id
    people = {
        "member": factory.user("facility", facility_id=facility.id),
        "province": factory.user("officer-province", unit_id=unit_id),
        "editor": factory.user("programme-editor", unit_id=unit_id),
        "ministry": factory.user("officer-national"),
        "away": factory.user("officer-province"),
        "commune": factory.user("officer-commune", commune="2025-26158"),
        "chair": factory.user("appraiser", name="Chủ tịch Thử"),
        "secretary": factory.user("appraiser", name="Thư ký Thử"),
    }
    return facility, people


def offer_id():
    return db.session.query(Offer).one().id


def test_a_facility_asks_registers_and_hands_in_its_dossier(world, login_as):
    facility, people = world
    client = login_as(people["member"])
    page = client.get(MINE).text
    for words in ("Cơ sở Máy Thử", "còn 30 ngày", "200.000.000", "Không ưu tiên"):
        assert words in page
    new = f"{MINE}/moi?offer={offer_id()}&facility={facility.id}"
    typed = {"title": "Máy sấy mới", "need": "Hỏng nhiều", "quantity": "3", "asked_national": "150.000.000"}
    wrong = send(client, new, page=new, **typed | {"asked_national": "nhiều", "quantity": "0"})
    assert wrong.status_code == 422
    assert 'value="nhiều"' in wrong.text
    assert "ví dụ 1.500" in wrong.text
    above = send(client, new, page=new, **typed | {"asked_national": "200.000.001"})
    assert "tối đa 200.000.000 đồng" in above.text
    where = send(client, new, page=new, **typed).headers["Location"]
    assert "Chỉ cơ sở thấy bản nháp" in client.get(where).text
    edit = f"{where}/sua"
    seen = version_of(client, edit)
    assert send(client, edit, page=edit, **typed, version=seen).status_code == 303
    stale = send(client, edit, page=edit, **typed | {"title": "Máy sấy khác"}, version=seen)
    assert (stale.status_code, 'value="Máy sấy khác"' in stale.text) == (422, True), "changed meanwhile"
    now = re.search(r'name="version"[^>]*value="(\d+)"', stale.text)[1]
    assert send(client, edit, page=edit, **typed, version=now).status_code == 303, (
        "what was typed can be saved"
    )
    assert send(client, f"{where}/buoc", page=where, act="xoa").status_code == 422
    assert send(client, f"{where}/buoc", page=where, act="register").status_code == 303
    empty = send(client, f"{where}/buoc", page=where, act="dossier", dossier="")
    assert (empty.status_code, "Giấy tờ trong hồ sơ" in empty.text) == (422, True)
    assert send(client, f"{where}/buoc", page=where, act="dossier", dossier="Báo giá").status_code == 303
    text = client.get(where).text
    assert "Đã đăng ký đề án" in text
    assert "Sở Công Thương" in text
    assert client.get(where.replace(MINE, "/en/my-facility/proposals")).status_code == 200
    assert client.get(f"{MINE}/moi?offer=x&facility={facility.id}").status_code == 404


def version_of(client, page):
    return re.search(r'name="version"[^>]*value="(\d+)"', client.get(page).text)[1]


def made(factory, world):
    """A proposal that was registered and has its dossier."""
    facility, people = world
    row = factory.proposal(people["member"], facility)
    act(people["member"], services.register_proposal, row.id)
    act(people["member"], services.hand_in_dossier, row.id, "Báo giá")
    return row.id


def meet(people, council, login_as):
    """Two members say what they find, write the minutes and sign them."""
    for name in ("chair", "secretary"):
        browser = login_as(people[name])
        assert "Chờ quý vị" in browser.get(COUNCILS).text
        assert "1 việc" in browser.get("/tai-khoan").text
        assert send(browser, f"{council}/y-kien", page=council, agrees="yes", opinion="").status_code == 422
        assert (
            send(browser, f"{council}/y-kien", page=council, agrees="yes", opinion="Phù hợp").status_code
            == 303
        )
    minutes = {"held_on": today().isoformat(), "place": "Hà Nội", "findings": "Đạt", "verdict": "agree"}
    browser = login_as(people["secretary"])
    minutes["version"] = version_of(browser, council)
    over = send(browser, f"{council}/bien-ban", page=council, **minutes, national="150.000.001")
    assert (over.status_code, "cao hơn số đề nghị" in over.text) == (422, True)
    assert (
        send(browser, f"{council}/bien-ban", page=council, **minutes, national="120.000.000").status_code
        == 303
    )
    member = login_as(people["member"])
    for name in ("secretary", "chair"):
        assert member.get(f"{council}/bien-ban.pdf").status_code == 404, "before both have signed"
        browser = login_as(people[name])
        seen = re.search(r'name="version" value="(\d+)"', browser.get(council).text)[1]
        assert send(browser, f"{council}/ky", page=council, version=str(int(seen) - 1)).status_code == 303
        assert send(browser, f"{council}/ky", page=council, version=seen).status_code == 303
    paper = pypdf.PdfReader(io.BytesIO(member.get(f"{council}/bien-ban.pdf").data))
    words = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    for shown in (
        "Hội đồng thống nhất đề nghị phê duyệt",
        "120.000.000",
        "Chủ tịch Thử",
        "Không thuộc diện ưu tiên",
    ):
        assert shown in words
    assert "DỰ THẢO" not in words


def test_the_offices_and_a_council_take_it_to_its_approval(factory, world, login_as):
    people, row = world[1], made(factory, world)
    page = f"{DESK}/{row}"
    client = login_as(people["province"])
    assert "Chờ xử lý" in client.get(DESK).text
    assert send(client, f"{page}/viec/return", page=f"{page}/viec/return", reason=" ").status_code == 422
    assert client.get(f"{page}/viec/xoa").status_code == 404
    assert client.get(f"{page}/viec/approve").status_code == 404, "not where it stands"
    for step, facts in (("receive", {}), ("send_up", {"decision": "20/SCT-CN"})):
        at = f"{page}/viec/{step}"
        assert send(client, at, page=at, **facts).status_code == 303
    assert client.get(f"{page}/hoi-dong").status_code == 403
    ministry = login_as(people["ministry"])
    assert "Đã đề nghị, chưa được trả lời" in ministry.get(DESK).text
    chair, secretary = str(people["chair"].id), str(people["secretary"].id)
    call = f"{page}/hoi-dong"
    same = send(ministry, call, page=call, decision="15/QĐ-BCT", chair=chair, secretary=chair)
    assert (same.status_code, "hai người khác nhau" in same.text) == (422, True)
    council = send(ministry, call, page=call, decision="15/QĐ-BCT", chair=chair, secretary=secretary).headers[
        "Location"
    ]
    meet(people, council, login_as)
    at = f"{page}/viec/approve"
    asked = {"national": "120.000.000", "local": "", "own": "150.000.000"}
    wrong = send(ministry, at, page=at, **asked, decision="")
    assert (wrong.status_code, 'value="120.000.000"' in wrong.text) == (422, True)
    assert send(ministry, at, page=at, **asked, decision="99/QĐ-BCT").status_code == 303
    assert db.session.get_one(Proposal, row).state == "approved"
    for address in (
        f"/en/officer/proposals/{row}",
        f"/en/officer/proposals/{row}/acts/amend",
        "/en/officer/proposals",
    ):
        assert ministry.get(address).status_code == 200
    assert db.session.query(ProposalCouncil).one().is_signed


def test_addresses_are_closed_to_those_they_do_not_concern(factory, world, login_as):
    people, row = world[1], made(factory, world)
    act(people["province"], review.receive_proposal, row)
    closed = {
        f"{DESK}/{row}": {"province": 200, "editor": 200, "ministry": 200, "away": 404, "commune": 403, "member": 403,
                          "chair": 403},
        f"{DESK}/{row}/viec/send_up": {"province": 200, "editor": 404, "away": 404, "commune": 403, "chair": 403},
        f"{MINE}/{row}": {"member": 200, "province": 403, "editor": 403, "commune": 403, "chair": 403},
        "/can-bo/nam-ke-hoach": {"ministry": 200, "province": 403, "editor": 403, "member": 403, "commune": 403},
        COUNCILS: {"chair": 200, "province": 200, "ministry": 200, "editor": 403, "member": 403, "commune": 403},
        "/can-bo/hoat-dong": {"editor": 200, "province": 200, "commune": 403, "chair": 403, "member": 403},
        "/can-bo/chuong-trinh": {"editor": 403, "province": 200, "chair": 403},
    }  # fmt: skip
    for name in people:
        client = login_as(people[name])
        found = {path: client.get(path).status_code for path in closed if name in closed[path]}
        assert found == {path: codes[name] for path, codes in closed.items() if name in codes}, name


def test_a_centre_proposes_for_itself(factory, world, login_as):
    client = login_as(world[1]["editor"])
    new = f"{DESK}/moi?offer={offer_id()}"
    assert "Đề nghị của trung tâm" in client.get(DESK).text
    typed = {"title": "Lớp sấy", "need": "Cần thợ", "quantity": "1", "asked_local": "20.000.000"}
    where = send(client, new, page=new, **typed).headers["Location"]
    edit = f"{where}/sua"
    assert send(client, edit, page=edit, **typed | {"title": " "}, version="1").status_code == 422
    assert send(client, edit, page=edit, **typed, version=version_of(client, edit)).status_code == 303
    assert send(client, f"{where}/buoc", page=where, act="register").status_code == 303
    assert db.session.query(Proposal).one().state == "registered"
    assert login_as(world[1]["away"]).get(where).status_code == 404


def test_the_chosen_province_stays_chosen(factory, world, login_as):
    editor = factory.user("programme-editor", unit_id=factory.unit("75").id)
    with transaction() as session:
        role, place = "programme-editor", factory.unit("01").id
        session.add(Membership(user_id=editor.id, role=role, unit_id=place, created_at=utc_now()))
    client = login_as(editor)
    new = f"{DESK}/moi?offer={offer_id()}"
    wanted = re.findall(r'<option value="(\d+)"', client.get(new).text)[-1]
    wrong = send(client, new, page=new, unit=wanted, title=" ", quantity="1")
    assert wrong.status_code == 422
    assert re.search(rf'value="{wanted}"\s*selected', wrong.text)


def test_the_ministry_sets_the_days_and_what_may_be_asked_for(world, login_as):
    client = login_as(world[1]["ministry"])
    page = "/can-bo/nam-ke-hoach"
    shown = client.get(page).text
    year = db.session.query(PlanYear).one().year
    assert f'value="{year + 1}"' in shown
    assert f"{year}-06-20" in shown
    assert f"{year}-09-30" in shown
    wrong = send(
        client, page, year=str(year + 1), register_until=f"{year}-09-30", dossier_until=f"{year}-06-20"
    )
    assert (wrong.status_code, "không trước hạn đăng ký" in wrong.text) == (422, True)
    far = send(client, page, year=str(year + 1), register_until="2019-06-20", dossier_until="2019-09-30")
    assert far.status_code == 422
    days = {"register_until": f"{year}-06-20", "dossier_until": f"{year}-09-30", "source": "480/CTĐP"}
    where = send(client, page, year=str(year + 1), **days).headers["Location"]
    offers = f"{where}/ho-tro"
    kind = str(db.session.query(Offer).one().kind_id)
    assert send(client, offers, page=where, kind=kind, most="x").status_code == 422
    assert send(client, offers, page=where, kind=kind, most="90.000.000").status_code == 303
    again = send(client, offers, page=where, kind=kind, most="")
    assert (again.status_code, "đã có nội dung hỗ trợ này" in again.text) == (422, True)
    row = db.session.query(Offer).order_by(Offer.id.desc()).first()
    assert send(client, f"{page}/ho-tro/{row.id}/bo", page=where).status_code == 303
    assert db.session.query(Offer).count() == 1
    later = days | {"year": str(year + 1), "register_until": f"{year}-07-01"}
    assert send(client, where, page=where, **later).status_code == 303
    assert client.get(f"/en/officer/plan-years/{year + 1}").status_code == 200
    assert client.get(f"{page}/1999").status_code == 404


def test_what_was_asked_for_stays_offered(factory, world, login_as):
    made(factory, world)
    client = login_as(world[1]["ministry"])
    where = f"/can-bo/nam-ke-hoach/{db.session.query(PlanYear).one().year}"
    send(client, f"/can-bo/nam-ke-hoach/ho-tro/{offer_id()}/bo", page=where)
    assert db.session.query(Offer).count() == 1
