"""Label runs: quota and approval, own sheets, scratch numbers, keys of the signed lists."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import SYSTEM
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotFound, RuleBroken
from catalog.units.queries import get_unit
from tests.helpers import send
from traceability.codes.scratch_numbers.services import PinAnswer, check_pin, printed_pin
from traceability.codes.signed_lists.keys import label_signing_key, public_label_keys, revoke_label_key
from traceability.codes.signed_lists.signed_list import (
    SignatureError,
    code_digest,
    sign_code_list,
    verify_code_list,
)
from traceability.enums import RunKind, RunState
from traceability.labels import services as labels
from traceability.labels.printing import print_run
from traceability.labels.services import LabelOrder, approve_run, order_labels, refuse_run, reprint
from traceability.models import LabelRun, TraceCode


@pytest.fixture
def quota(monkeypatch):
    monkeypatch.setattr(labels, "QUOTA", 5)


def state_of(run_id):
    run = db.session.get_one(LabelRun, run_id)
    codes = db.session.query(TraceCode).filter_by(run_id=run_id).count()
    return run.state, codes, run.approved_by


def test_run_within_the_quota_is_approved_by_who_orders(factory, lot, member, quota):
    run_id = factory.labels(lot, quantity=5, by=member).id
    assert state_of(run_id) == (RunState.QUEUED, 5, member.user_id)


def test_run_beyond_the_quota_waits_for_an_officer_of_the_place(factory, lot, member, quota):
    factory.labels(lot, quantity=3, by=member)
    run_id = factory.labels(lot, quantity=3, by=member).id
    assert state_of(run_id) == (RunState.ASKED, 0, None)
    with pytest.raises(Conflict, match="wrong_state"):
        print_run(run_id)
    with pytest.raises(Conflict, match="wrong_state"), transaction():
        reprint(member, run_id, sheet="a4-65")
    for stranger in (member, factory.officer_actor(unit_code="01")):
        with pytest.raises(NotFound), transaction():
            approve_run(stranger, run_id)
    officer = factory.officer_actor(unit_code="75")
    with transaction():
        approve_run(officer, run_id)
    assert state_of(run_id) == (RunState.QUEUED, 3, officer.user_id)
    with pytest.raises(Conflict, match="wrong_state"), transaction():
        refuse_run(officer, run_id)


def test_run_decided_in_another_window_is_told_so(factory, lot, member, quota, login_as):
    factory.labels(lot, quantity=5, by=member)
    run_id = factory.labels(lot, quantity=1, by=member).id
    officer = login_as(factory.user("officer-province", unit_id=get_unit("2025", "75").id))
    for act, kind in (("refuse", "success"), ("approve", "warning")):
        answer = send(officer, f"/can-bo/dot-in-tem/{run_id}", page="/tai-khoan", act=act)
        assert (answer.status_code, answer.location) == (303, "/can-bo/dot-in-tem")
        assert f'class="notice tone-{kind}' in officer.get(answer.location).text
    assert state_of(run_id)[0] == RunState.REFUSED


def test_refused_run_has_no_codes_and_the_quota_comes_back_after_thirty_days(factory, lot, member, quota):
    factory.labels(lot, quantity=5, by=member)
    run_id = factory.labels(lot, quantity=1, by=member).id
    officer = factory.officer_actor(unit_code="75")
    with transaction():
        refuse_run(officer, run_id)
    assert state_of(run_id) == (RunState.REFUSED, 0, None)
    with use_clock(FixedClock(utc_now() + timedelta(days=31))):
        later = factory.labels(lot, quantity=5, by=member).id
        assert state_of(later)[:2] == (RunState.QUEUED, 5)


def test_labels_of_the_lot_code_and_reprints_need_no_quota(factory, lot, member, quota):
    first = factory.labels(lot, quantity=5, by=member).id
    assert state_of(factory.labels(lot, kind=RunKind.LOT, quantity=70, by=member).id)[0] == RunState.QUEUED
    with transaction():
        again = reprint(member, first, sheet="a4-65").id
    assert state_of(again) == (RunState.QUEUED, 0, member.user_id)


def test_officer_decides_on_the_page_of_runs(factory, login_as, lot, member, quota):
    run_id = factory.labels(lot, quantity=6, by=member).id
    officer = login_as(factory.user("officer-province", unit_id=lot.facility.unit_id))
    page = "/can-bo/dot-in-tem"
    assert lot.code in officer.get(page).get_data(as_text=True)
    assert send(officer, f"{page}/{run_id}", page=page, act="approve").status_code == 303
    assert state_of(run_id)[:2] == (RunState.QUEUED, 6)
    assert "Không có đợt in nào chờ" in officer.get(page).get_data(as_text=True)


def test_own_sheet_is_kept_for_the_reprint_and_its_faults_are_told(factory, lot, member):
    own = {"columns": 2, "rows": 4, "label_mm": [90, 60], "margin_mm": [10, 10], "gap_mm": [5, 5]}
    run = factory.labels(lot, by=member, sheet="own", own_sheet=own, start=8, drawn=True)
    run_id = run.id
    with transaction():
        again = reprint(member, run_id, sheet="own", start=1)
        assert again.own_sheet == own
    faults = (
        (own | {"rows": 9}, "sheet_off_page"),
        (own | {"columns": 0}, "sheet_malformed"),
        (None, "sheet_malformed"),
    )
    for wrong, code in faults:
        order = LabelOrder(kind=RunKind.ITEM, quantity=1, sheet="own", own_sheet=wrong)
        with pytest.raises(RuleBroken, match=code), transaction():
            order_labels(member, lot.id, order)


def test_maker_orders_an_own_sheet_with_scratch_numbers(maker, lot):
    path = f"/co-so-cua-toi/lo/{lot.id}/in-tem"
    typed = {
        "kind": "item", "quantity": "2", "sheet": "own", "start": "1", "level": "Q", "with_pin": "y", "columns": "2",
        "rows": "4", "label_width": "90", "label_height": "60", "margin_left": "10", "margin_top": "10",
    }  # fmt: skip
    assert send(maker, path, **(typed | {"label_width": "120"})).status_code == 422
    sent = send(maker, path, **typed)
    assert sent.status_code == 303
    html = maker.get(sent.location).get_data(as_text=True)
    assert "Sẵn sàng in" in html
    assert "Số cào" in html


@pytest.fixture
def code(factory, lot, member):
    return factory.codes(factory.labels(lot, by=member, with_pin=True))[0].code


def check(code, pin):
    with transaction():
        return check_pin(code, pin)


def test_scratch_number_has_three_answers(code):
    pin = printed_pin(code)
    first_at = utc_now().replace(microsecond=0)
    with use_clock(FixedClock(first_at)):
        assert check(code, "00000000").answer == PinAnswer.WRONG
        assert check(code, pin).answer == PinAnswer.FIRST
    again = check(code, f"{pin[:4]} {pin[4:]}")
    assert (again.answer, again.at) == (PinAnswer.AGAIN, first_at)


def test_scratch_number_is_stored_hashed(code):
    row = db.session.scalar(select(TraceCode).where(TraceCode.code == code))
    assert len(row.pin_hash) == 64
    assert printed_pin(code) not in row.pin_hash


def test_wrong_scratch_numbers_slow_down_and_never_lock(code):
    pin, clock = printed_pin(code), FixedClock(utc_now())
    with use_clock(clock):
        assert [check(code, "0").answer for _ in range(4)] == [PinAnswer.WRONG] * 3 + [PinAnswer.WAIT]
        assert check(code, pin).answer == PinAnswer.WAIT
        clock.advance(timedelta(seconds=31))
        assert check(code, "1").answer == PinAnswer.WRONG
        clock.advance(timedelta(seconds=31))
        assert check(code, pin).answer == PinAnswer.WAIT
        clock.advance(timedelta(minutes=15))
        assert check(code, pin).answer == PinAnswer.FIRST


def test_scratch_page_tells_the_answers(client, code):
    path = f"/truy-xuat/{code}/so-cao"
    assert "Kiểm tra số cào" in client.get(f"/truy-xuat/{code}").get_data(as_text=True)
    pages = [send(client, path, pin=pin).get_data(as_text=True) for pin in ("11", *[printed_pin(code)] * 2)]
    said = ("không khớp", "kiểm tra lần đầu.", "đã được kiểm tra trước đó")
    assert [words in page for words, page in zip(said, pages, strict=True)] == [True] * 3


def test_code_without_a_scratch_number_has_no_such_page(factory, client, lot):
    code = factory.codes(factory.labels(lot))[0].code
    assert client.get(f"/truy-xuat/{code}/so-cao").status_code == 404
    assert "so-cao" not in client.get(f"/truy-xuat/{code}").get_data(as_text=True)
    with pytest.raises(NotFound), transaction():
        check_pin(code, "1")


def test_signed_list_is_public_and_names_no_working_code(factory, client, lot):
    run = factory.labels(lot, drawn=True)
    code = factory.codes(run)[0].code
    answer = client.get(f"/.well-known/label-lists/{run.id}.json")
    assert code not in answer.get_data(as_text=True)
    assert code_digest(code) in verify_code_list(answer.json, public_label_keys())
    assert f"/.well-known/label-lists/{run.id}.json" in client.get(f"/truy-xuat/{code}").get_data(
        as_text=True
    )
    assert client.get("/.well-known/label-lists/999.json").status_code == 404


def test_revoked_key_keeps_what_it_signed_and_signs_nothing_more(factory, client, lot, member):
    run = factory.labels(lot, drawn=True)
    signed = db.session.get_one(LabelRun, run.id).signed_list
    with transaction():
        stolen = label_signing_key()
    name = signed["key"]
    with pytest.raises(NotFound), transaction():
        revoke_label_key(member, name, "Lộ khóa")
    revoked_at = utc_now() + timedelta(minutes=1)
    with use_clock(FixedClock(revoked_at)), transaction():
        revoke_label_key(SYSTEM, name, "Lộ khóa")
    with pytest.raises(Conflict, match="wrong_state"), transaction():
        revoke_label_key(SYSTEM, name, "Nữa")
    keys = public_label_keys()
    with pytest.raises(SignatureError, match="only its holder says"):
        verify_code_list(signed, keys)
    assert len(verify_code_list(signed, keys, known_since=revoked_at - timedelta(seconds=30))) == 3
    forged = sign_code_list(stolen, batch="x", codes=["S"], signed_at=revoked_at + timedelta(days=1))
    with pytest.raises(SignatureError, match="revoked"):
        verify_code_list(forged, keys)
    factory.labels(lot, drawn=True)
    listed = client.get("/.well-known/label-keys.json").json["keys"]
    assert [(key["id"] == name, bool(key["revoked_at"])) for key in listed] == [(True, True), (False, False)]
