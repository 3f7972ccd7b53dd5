"""Forgotten and changed passwords."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User, UserSession
from app.accounts.services import passwords
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories.accounts import PASSWORD
from tests.helpers import link_in, mails_to, send, session_cookie, sign_in

NEXT_PASSWORD = "một câu khác hẳn 1975"


def ask(client, email):
    return send(client, "/quen-mat-khau", email=email)


def test_reset_is_answered_the_same_for_every_address(client, factory):
    known, disabled = factory.user().email, factory.user()
    with transaction():
        db.session.get_one(User, disabled.id).disabled_at = utc_now()
    answers = [ask(client, email) for email in (known, disabled.email, "nobody@example.vn")]
    assert {(a.status_code, a.headers["Location"], a.text) for a in answers} == {
        (303, "/quen-mat-khau", answers[0].text)
    }
    assert [len(mails_to(email)) for email in (known, disabled.email, "nobody@example.vn")] == [1, 0, 0]


def test_reset_sets_the_password_once_and_ends_every_session(client, factory, login_as):
    person = factory.user()
    elsewhere = login_as(person)
    ask(client, person.email)
    path = link_in(mails_to(person.email)[0])
    answer = send(client, path, password=NEXT_PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap")
    assert elsewhere.get("/tai-khoan").status_code == 303
    assert client.get(path).status_code == 404
    assert sign_in(client, person.email).status_code == 422
    assert sign_in(client, person.email, NEXT_PASSWORD).status_code == 303
    assert [mail.subject for mail in mails_to(person.email)][1:] == ["Mật khẩu tại Tiêu Biểu đã được đổi"]


def test_reset_link_dies_after_an_hour(client, factory):
    clock = FixedClock(utc_now())
    with use_clock(clock):
        person = factory.user()
        ask(client, person.email)
        path = link_in(mails_to(person.email)[0])
        clock.advance(timedelta(hours=1))
        assert client.get(path).status_code == 404


def test_second_reset_link_kills_the_first(client, factory):
    person = factory.user()
    ask(client, person.email)
    ask(client, person.email)
    first, second = (link_in(mail) for mail in mails_to(person.email))
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_reset_refuses_a_weak_password_and_keeps_the_link(client, factory):
    person = factory.user()
    ask(client, person.email)
    path = link_in(mails_to(person.email)[0])
    assert send(client, path, password="12345678").status_code == 422
    assert send(client, path, password=NEXT_PASSWORD).status_code == 303


def test_reset_mail_names_the_public_address_whatever_host_was_asked(app, factory):
    person = factory.user()
    with app.test_request_context("/quen-mat-khau", base_url="http://evil.example"), transaction():
        passwords.ask_reset(person.email, locale="vi")
    body = mails_to(person.email)[0].body
    assert body.count("http://127.0.0.1:8000/dat-lai-mat-khau/") == 1
    assert body.count("evil.example") == 0


def test_reset_confirms_the_address_too(client, factory):
    person = factory.user(verified=False)
    ask(client, person.email)
    send(client, link_in(mails_to(person.email)[0]), password=NEXT_PASSWORD)
    assert db.session.get_one(User, person.id).email_verified_at is not None


def test_changed_password_ends_the_other_sessions_and_renews_this_one(client, factory, login_as):
    person = factory.user()
    sign_in(client, person.email)
    elsewhere, key = login_as(person), session_cookie(client)
    answer = send(client, "/tai-khoan/mat-khau", present_password=PASSWORD, password=NEXT_PASSWORD)
    assert answer.status_code == 303
    assert client.get("/tai-khoan").status_code == 200
    assert elsewhere.get("/tai-khoan").status_code == 303
    assert session_cookie(client) != key
    assert len(db.session.scalars(select(UserSession)).all()) == 1


def test_changing_wants_the_present_password(client, factory):
    person = factory.user()
    sign_in(client, person.email)
    answer = send(client, "/tai-khoan/mat-khau", present_password="sai mật khẩu", password=NEXT_PASSWORD)
    assert answer.status_code == 422
    assert sign_in(client.application.test_client(), person.email).status_code == 303


def test_old_reset_link_dies_with_a_changed_password(client, factory):
    person = factory.user()
    ask(client, person.email)
    sign_in(client, person.email)
    send(client, "/tai-khoan/mat-khau", present_password=PASSWORD, password=NEXT_PASSWORD)
    assert client.get(link_in(mails_to(person.email)[0])).status_code == 404
