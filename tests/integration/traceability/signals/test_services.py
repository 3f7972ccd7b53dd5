"""Signals about the scans of item codes: raised, shown in neutral words, closed by people."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound
from tests.helpers import send, token_of
from traceability.codes.services import change_codes
from traceability.enums import CodeAct
from traceability.models import CodeSignal, TraceCode
from traceability.scans.buffer import CountedScan
from traceability.scans.store import scan_store
from traceability.signals.rules import SignalKind
from traceability.signals.services import close_signal, raise_signals

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile Safari"}


@pytest.fixture
def code(factory, lot):
    return factory.codes(factory.labels(lot))[0].code


def scanned(code, *told):
    """Scans (days ago, province code or "")."""
    now = utc_now().replace(minute=0, second=0, microsecond=0)
    for number, (days, unit) in enumerate(told):
        scan = CountedScan(code, now - timedelta(days=days), f"visitor-{number}-{days}-{unit}")
        scan_store().keep([scan])
        if unit:
            scan_store().tell_province(scan, unit)


def look():
    with transaction():
        return raise_signals(scan_store())


def open_signals():
    query = select(CodeSignal.kind, CodeSignal.scans).where(CodeSignal.closed_at.is_(None))
    return [tuple(row) for row in db.session.execute(query)]


def test_spread_is_told_in_neutral_words_until_it_is_closed(factory, client, lot, code):
    assert "khác thường" not in client.get(f"/truy-xuat/{code}").get_data(as_text=True)
    scanned(code, (3, "75"), (2, "79"), (1, "01"))
    assert (look(), look(), open_signals()) == (1, 0, [(SignalKind.SPREAD, 3)])
    html = client.get(f"/truy-xuat/{code}").get_data(as_text=True)
    assert "Lượt quét của mã này khác thường." in html
    assert "giả" not in html.split('id="register"')[0].replace("giải", "").replace("giảm", "")
    signal_id = db.session.scalar(select(CodeSignal.id))
    actor = factory.member_actor(lot.facility)
    stranger = factory.member_actor(factory.facility())
    with pytest.raises(NotFound), transaction():
        close_signal(stranger, signal_id, "x")
    with transaction():
        close_signal(actor, signal_id, "Ảnh đăng trên mạng xã hội")
    with pytest.raises(Conflict, match="wrong_state"), transaction():
        close_signal(actor, signal_id, "Nữa")
    assert (look(), open_signals()) == (0, [])
    assert "khác thường" not in client.get(f"/truy-xuat/{code}").get_data(as_text=True)


def test_lot_code_is_never_judged(factory, lot):
    scanned(factory.lot_code(lot).code, *((day, unit) for day in range(6) for unit in ("75", "79", "01", "")))
    assert look() == 0


def test_class_of_children_at_one_poster_is_no_alarm(factory, lot, code):
    scanned(code, *((1, "75") for _ in range(40)))
    assert look() == 0


def test_item_that_is_opened_on_and_on_after_its_sale(factory, lot, code):
    actor = factory.member_actor(lot.facility)
    with transaction():
        change_codes(actor, lot.id, CodeAct.SELL, code)
    with transaction() as session:
        session.execute(
            update(TraceCode).where(TraceCode.code == code).values(changed_at=utc_now() - timedelta(days=20))
        )
    scanned(code, *((day, "") for day in range(5)))
    look()
    assert open_signals() == [(SignalKind.AFTER_SOLD, 5)]


def test_queue_of_facility_and_officer_with_drawing_and_table(factory, login_as, lot, code):
    scanned(code, (3, "75"), (2, "79"), (1, "01"), (1, ""))
    look()
    member = login_as(factory.user("facility", facility_id=lot.facility_id))
    html = member.get("/co-so-cua-toi/dau-hieu").get_data(as_text=True)
    assert "Được mở ở nhiều tỉnh trong một tuần" in html
    assert html.count("<circle") == 4
    assert "Không cho biết tỉnh" in html
    signal_id = db.session.scalar(select(CodeSignal.id))
    path, page = f"/co-so-cua-toi/dau-hieu/{signal_id}/dong", "/co-so-cua-toi/dau-hieu"
    for wrong in ("", "x" * 10_001):
        refused = send(member, path, page=page, answer=wrong)
        assert (refused.status_code, f'href="#answer-{signal_id}"' in refused.text) == (422, True)
        assert wrong in refused.text
    sent = send(member, path, page=page, answer="Đã hỏi đại lý")
    again = send(member, path, page="/tai-khoan", answer="Đã hỏi đại lý")
    assert (sent.status_code, again.status_code) == (303, 303)
    assert "Không có gì khác thường" in member.get("/co-so-cua-toi/dau-hieu").get_data(as_text=True)


def test_officer_sees_signals_of_the_own_area_only(factory, login_as, lot, code):
    scanned(code, (3, "75"), (2, "79"), (1, "01"))
    look()
    for unit, seen in (("75", 3), ("01", 0)):
        officer = login_as(factory.user("officer-province", unit_id=factory.unit(unit).id))
        html = officer.get("/en/officer/signals").get_data(as_text=True)
        assert html.count("<circle") == seen


def test_visitor_may_tell_the_province(app, client, code):
    client.get(f"/truy-xuat/{code}", headers=PHONE)
    path = f"/truy-xuat/{code}/noi-xem"
    key = token_of(client, path)
    sent = client.post(path, data={"unit_code": "75", "csrf_token": key}, headers=PHONE)
    assert (sent.status_code, sent.location) == (303, f"/truy-xuat/{code}")
    assert [row.unit_code for row in scan_store().list_scans_of(code)] == ["75"]
    assert send(client, path, unit_code="xx").status_code == 422


def test_a_robot_tells_no_province(client, code):
    client.get(f"/truy-xuat/{code}", headers=PHONE)
    path = f"/truy-xuat/{code}/noi-xem"
    told = {"unit_code": "75", "csrf_token": token_of(client, path)}
    assert client.post(path, data=told, headers={"User-Agent": "Googlebot/2.1"}).status_code == 303
    assert [row.unit_code for row in scan_store().list_scans_of(code)] == []
