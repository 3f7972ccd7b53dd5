"""A facility tells what happened to its application and asks for support; the page says what comes next."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotFound
from catalog.enums import TrademarkState
from catalog.models import Trademark, TrademarkStep, TrademarkSupport, TrademarkTermSet
from catalog.trademark_course.services import add_step
from tests.factories.catalog import member_actor
from tests.helpers import wrong_fields

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def mark(factory, facility):
    return factory.trademark(
        facility, state=TrademarkState.FILED, registration_number="", registration_date=None, valid_until=None,
        application_number="4-2026-00123", application_date=date(2026, 9, 15), nice_edition="NCL 12-2025",
    )  # fmt: skip


def page_of(mark):
    return f"/co-so-cua-toi/nhan-hieu/{mark.id}/tien-trinh"


def test_what_happened_leads_to_what_comes_next(factory, mark, facility, member, login_as, post):
    page = page_of(mark)
    shown = member.get(page).text
    assert [text in shown for text in ("Thẩm định hình thức", "15/10/2026", "NCL 12-2025")] == [True] * 3
    assert wrong_fields(post(member, page, page=page, kind="", happened_on="", note="")) == [
        "kind",
        "happened_on",
    ]
    assert wrong_fields(post(member, page, page=page, kind="accepted", happened_on="2026-09-14")) == [
        "happened_on"
    ]
    assert wrong_fields(post(member, page, page=page, kind="accepted", happened_on="2031-09-14")) == [
        "happened_on"
    ]
    paper = (io.BytesIO(PDF), "thong-bao.pdf")
    answer = post(
        member, page, page=page, kind="accepted", happened_on="2026-10-08", note="Số 123", scan=paper
    )
    assert answer.status_code == 303
    shown = member.get(page).text
    assert [text in shown for text in ("Công bố đơn", "08/12/2026", "Số 123")] == [True] * 3
    step = db.session.scalars(select(TrademarkStep)).one()
    scan = f"/giay-to/nhan-hieu/buoc/{step.id}/ban-quet"
    assert member.get(scan).data == PDF
    stranger = login_as(factory.user("facility", facility_id=factory.facility().id))
    assert [stranger.get(address).status_code for address in (page, scan)] == [404, 404]
    assert login_as(factory.user("officer-province", unit_id=facility.unit_id)).get(scan).status_code == 200
    post(member, f"/co-so-cua-toi/nhan-hieu/buoc/{step.id}/xoa", page=page)
    assert db.session.scalars(select(TrademarkStep)).all() == []


def test_a_granted_mark_is_renewed_after_ten_years(factory, facility, member):
    row = factory.trademark(facility, application_date=date(2017, 3, 20), valid_until=None)
    shown = member.get(page_of(row)).text
    assert [text in shown for text in ("20/03/2027", "nộp được từ 20/09/2026")] == [True, True]


def test_support_is_asked_for_once(mark, member, post):
    page = page_of(mark)
    action = f"/co-so-cua-toi/nhan-hieu/{mark.id}/ho-tro"
    assert wrong_fields(post(member, action, page=page, wish="")) == ["wish"]
    assert post(member, action, page=page, wish="Thiết kế nhãn hiệu").status_code == 303
    assert "Thiết kế nhãn hiệu" in member.get(page).text
    assert wrong_fields(post(member, action, page=page, wish="Lệ phí")) == ["wish"]
    assert db.session.scalars(select(TrademarkSupport.wish)).all() == ["Thiết kế nhãn hiệu"]


def test_another_facility_tells_nothing_of_it(factory, mark):
    stranger = member_actor(factory.facility())
    with pytest.raises(NotFound), transaction():
        add_step(stranger, mark.id, "accepted", date(2026, 10, 8))


def test_the_edition_of_the_classes_is_that_of_the_application(facility, member, post):
    page = f"/co-so-cua-toi/{facility.id}/nhan-hieu/moi"
    typed = {
        "name": "Bà Tám", "kind": "thong-thuong", "state": "filed", "application_number": "4-2026-1",
        "application_date": "2026-02-03", "nice_classes": "30, 29",
    }  # fmt: skip
    assert post(member, page, page=page, **typed).status_code == 303
    assert db.session.scalars(select(Trademark.nice_edition)).all() == ["NCL 13-2026"]


def test_classes_are_looked_up(member):
    shown = member.get("/co-so-cua-toi/nhom-nice?q=mat+ong").text
    assert [text in shown for text in ("mật ong", "NCL 13-2026", "Xe cộ")] == [True, True, False]


def test_a_granted_mark_waits_for_nothing_but_its_renewal(factory, facility, member):
    granted = factory.trademark(
        facility, state=TrademarkState.GRANTED, registration_number="4-0123456-000", application_number="4-2023-00123",
        application_date=date(2023, 10, 17), registration_date=date(2025, 2, 26), valid_until=date(2035, 2, 26),
    )  # fmt: skip
    shown = member.get(page_of(granted)).text
    assert "26/02/2035" in shown
    assert "Thẩm định hình thức" not in shown.partition("<form")[0]
    assert "17/11/2023" not in shown


@pytest.fixture
def terms():
    """Three months for each answer of a facility."""
    with transaction() as session:
        codes = ("answer_opposition", "answer_objection", "fee", "appeal")
        made = {"months": dict.fromkeys(codes, 3), "source": "Quyết định 99/QĐ-SHTT", "changed_at": utc_now()}
        session.add(TrademarkTermSet(begins=date(2026, 5, 1), **made))


def stepped(mark_id, kind, day):
    with transaction() as session:
        session.add(TrademarkStep(trademark_id=mark_id, kind=kind, happened_on=day, recorded_at=utc_now()))


def test_what_the_office_waits_for_stands_on_the_desk_by_its_day(mark, member, terms):
    page = page_of(mark)
    assert page not in member.get("/co-so-cua-toi").text  # the office has to act, not the facility
    stepped(mark.id, "objected", date(2026, 10, 5))
    desk = member.get("/co-so-cua-toi").text
    assert "Trả lời dự định từ chối nhãn hiệu" in desk
    assert "05/01/2027" in desk
    assert f'href="{page}"' in desk
    stepped(mark.id, "objection-answered", date(2026, 10, 20))
    assert page not in member.get("/co-so-cua-toi").text


def test_a_refusal_may_be_complained_about_once_the_data_say_so_too(mark, member, terms):
    page, mark_id = page_of(mark), mark.id
    stepped(mark_id, "refused", today() - timedelta(days=10))
    assert "Theo tiến trình, tình trạng của nhãn hiệu nay là “Bị từ chối”" in member.get(page).text
    with transaction() as session:
        session.get(Trademark, mark_id).state = TrademarkState.REFUSED
    assert "Theo tiến trình" not in member.get(page).text
    assert "Có thể khiếu nại việc từ chối nhãn hiệu" in member.get("/co-so-cua-toi").text


def test_a_renewal_that_was_told_moves_the_end(factory, facility, member):
    until = today() + timedelta(days=20)
    row = factory.trademark(facility, valid_until=until)
    page = page_of(row)
    assert f'href="{page}"' in member.get("/co-so-cua-toi").text
    stepped(row.id, "renewed", today() - timedelta(days=5))
    assert page not in member.get("/co-so-cua-toi").text
    later = until.replace(year=until.year + 10).strftime("%d/%m/%Y")
    assert f"được bảo hộ đến hết ngày {later}" in member.get(page).text
