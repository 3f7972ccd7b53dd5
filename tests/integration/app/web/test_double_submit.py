"""A second press: waits for the first, is led to where it led, and may try again what was refused or cut off."""

import io
import threading
from datetime import timedelta

import pytest
from flask import request
from sqlalchemy import select

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.sent_forms import (
    KEPT,
    STUCK,
    SentForm,
    begin_sent_form,
    delete_old_sent_forms,
    end_sent_form,
    find_sent_form,
)
from app.web import double_submit
from catalog.models import Certificate
from tests.helpers import token_of

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

    send.browser = browser
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


def test_press_while_the_first_is_worked_on_waits_for_it(maker, monkeypatch):
    monkeypatch.setattr(double_submit, "WAIT", 0.1)
    monkeypatch.setattr(double_submit, "_key", lambda: "k")
    assert begin_sent_form("k") is True
    assert maker().status_code == 409
    monkeypatch.setattr(double_submit, "WAIT", 120.0)
    app = maker.browser.application

    def finish():
        with app.app_context():
            end_sent_form("k", "/co-so-cua-toi/giay-to")
            db.session.remove()

    end = threading.Timer(0.3, finish)
    end.start()
    answer = maker()
    end.join()
    assert (answer.status_code, answer.headers["Location"], papers()) == (303, "/co-so-cua-toi/giay-to", 0)


def test_form_that_was_cut_off_may_be_sent_again_and_all_are_forgotten(app):
    now = utc_now()
    with use_clock(FixedClock(now)):
        assert [begin_sent_form("k"), begin_sent_form("k"), find_sent_form("k")] == [True, False, ""]
    with use_clock(FixedClock(now + STUCK)):
        assert begin_sent_form("k") is True
    end_sent_form("k", "/")
    end_sent_form("nothing", "/")
    with use_clock(FixedClock(now + KEPT + timedelta(hours=1))):
        assert begin_sent_form("k") is False
        with transaction():
            assert delete_old_sent_forms() == 1
    assert find_sent_form("k") is None


def test_a_file_is_told_apart_by_what_is_in_it_and_read_again(app):
    def key(content):
        data = {"once": "x", "scan": (io.BytesIO(content), "a.pdf")}
        with app.test_request_context("/co-so-cua-toi/1/giay-to/moi", method="POST", data=data):
            return double_submit._key(), request.files["scan"].read()

    assert key(b"one") == key(b"one") != key(b"two")
    assert key(b"one")[1] == b"one"
