"""A second submission: is redirected to where the first led, and may retry what was refused or interrupted."""

import io
from datetime import timedelta
from functools import partial

import pytest
from flask import request
from sqlalchemy import select

from app.accounts.limits import CONFIRM, spend
from app.core import audit
from app.core.actor import SYSTEM
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import commit_with, transaction
from app.core.errors import Unavailable
from app.core.sent_forms import (
    KEPT,
    AlreadySent,
    SentForm,
    delete_old_sent_forms,
    find_sent_form,
    mark_sent_form,
    note_location,
    note_subject,
)
from app.web.requests import double_submit
from catalog.models import Certificate
from tests.helpers import only, token_of
from traceability.models import LabelRun

PAGE = "/co-so-cua-toi/{id}/giay-to/moi"
PAPER = {
    "kind": "ocop", "title": "Chứng nhận OCOP", "number": "1", "issuer": "Sở", "issued_on": "2026-01-01", "stars": "3",
    "once": "mot-lan",
}  # fmt: skip


@pytest.fixture
def maker(factory, login_as):
    facility = factory.facility()
    browser = login_as(factory.user("facility", facility_id=facility.id))
    page = PAGE.format(id=facility.id)
    token = token_of(browser, page)

    def send(**changes):
        return browser.post(page, data={**PAPER, "csrf_token": token, **changes})

    send.browser, send.page = browser, page
    return send


def papers():
    return len(db.session.scalars(select(Certificate.id)).all())


def test_second_press_is_led_on_and_told(maker):
    first, second = maker(), maker()
    assert (first.status_code, second.status_code, papers()) == (303, 303, 1)
    assert second.headers["Location"] == first.headers["Location"]
    page = maker.browser.get(second.headers["Location"]).text
    assert ("Đã lưu." in page, "không thực hiện lần thứ hai" in page) == (True, True)


def test_other_content_or_another_page_is_a_form_of_its_own(maker):
    assert [maker().status_code, maker(number="2").status_code, maker(once="lai").status_code] == [303] * 3
    assert papers() == 3


def test_refused_form_may_be_sent_again(maker):
    assert [maker(kind="").status_code, maker(kind="").status_code] == [422, 422]
    assert db.session.scalars(select(SentForm)).all() == []


def test_form_cut_off_before_its_reply_is_led_to_what_it_made(maker, factory, login_as, monkeypatch):
    monkeypatch.setattr(
        double_submit, "note_location", lambda *_: None
    )  # a server that ended between commit and reply
    assert [maker().status_code, papers()] == [303, 1]
    again = maker()
    assert (again.status_code, papers()) == (303, 1)
    assert again.headers["Location"] == maker.page
    assert "không thực hiện lần thứ hai" in maker.browser.get("/co-so-cua-toi/giay-to").text


def test_labels_cut_off_before_their_reply_are_printed_once(factory, login_as, monkeypatch):
    monkeypatch.setattr(double_submit, "note_location", lambda *_: None)
    lot = factory.lot(code="L1")
    browser = login_as(factory.user("facility", facility_id=lot.facility_id))
    page = f"/co-so-cua-toi/lo/{lot.id}/in-tem"
    values = {
        "kind": "item",
        "quantity": "4",
        "sheet": "a4-24",
        "once": "tem",
        "csrf_token": token_of(browser, page),
    }
    answers = [browser.post(page, data=values) for _ in range(2)]
    run = only(LabelRun)
    assert [answer.headers["Location"] for answer in answers] == [f"/co-so-cua-toi/lo/tem/{run.id}"] * 2


def test_press_that_meets_the_first_at_the_lock_is_led_on(maker, monkeypatch):
    first = maker()
    monkeypatch.setattr(
        double_submit, "find_sent_form", lambda key: None if first else ""
    )  # it looked a moment too early
    second = maker()
    assert (second.status_code, papers()) == (303, 1)


def test_mark_is_undone_with_the_work(app):
    with pytest.raises(ZeroDivisionError):
        _work("k", fail=True)
    assert find_sent_form("k") is None
    _work("k")
    with pytest.raises(AlreadySent):
        _work("k")
    assert find_sent_form("k") == "thing:7"


def test_mark_waits_for_the_work_and_is_not_committed_with_a_count_of_tries(app):
    commit_with(partial(mark_sent_form, key="k"), partial(note_subject, key="k"))
    spend((CONFIRM, 1))
    assert find_sent_form("k") is None
    with transaction():
        pass
    assert find_sent_form("k") == ""


def _work(key, *, fail=False):
    commit_with(partial(mark_sent_form, key=key), partial(note_subject, key=key))
    with transaction():
        audit.record(SYSTEM, "test.thing.made", ("thing", 7))
        audit.record(SYSTEM, "test.thing.told", ("other", 8))
        if fail:
            raise ZeroDivisionError


def test_place_is_noted_and_all_are_forgotten_after_a_day(app):
    _work("k")
    note_location("k", "/there")
    assert find_sent_form("k") == "/there"
    note_location("nothing", "/")
    with use_clock(FixedClock(utc_now() + KEPT + timedelta(hours=1))), transaction():
        assert delete_old_sent_forms() == 1
    assert find_sent_form("k") is None


def test_a_file_is_told_apart_by_what_is_in_it_and_read_again(app):
    def key(content):
        data = {"once": "x", "scan": (io.BytesIO(content), "a.pdf")}
        with app.test_request_context("/co-so-cua-toi/1/giay-to/moi", method="POST", data=data):
            return double_submit._key(), request.files["scan"].read()

    assert key(b"one") == key(b"one") != key(b"two")
    assert key(b"one")[1] == b"one"


def test_form_whose_answer_fails_after_the_work_is_not_worked_on_again(factory, login_as, monkeypatch):
    lot = factory.lot()
    browser = login_as(factory.user("facility", facility_id=lot.facility_id))
    page = f"/co-so-cua-toi/lo/{lot.id}/in-tem"
    values = {"kind": "item", "quantity": "2", "sheet": "a4-65", "start": "1", "once": "mot-lan"}
    values["csrf_token"] = token_of(browser, page)

    def away(_run_id):
        raise Unavailable("storage_unavailable")

    with monkeypatch.context() as patched:
        patched.setattr("traceability.labels.routes.print_run", away)
        assert browser.post(page, data=values).status_code == 503
    assert browser.post(page, data=values).status_code == 303
    assert only(LabelRun).quantity == 2
