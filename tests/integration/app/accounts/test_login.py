"""Signing in and out, sessions, and stolen or stale cookies."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Membership, User, UserSession
from app.accounts.services import members
from app.core.actor import SYSTEM
from app.core.audit import AuditEntry
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers import send, session_cookie, sign_in, token_of


def test_login_with_the_right_password_leads_to_the_account(client, factory):
    answer = sign_in(client, factory.user().email)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tai-khoan")


def test_login_does_not_mind_case_and_blanks_of_the_address(client, factory):
    person = factory.user(email="lan@mam.vn")
    assert sign_in(client, f"  {person.email.upper()} ").status_code == 303


def test_login_takes_a_password_in_any_unicode_form(client, factory):
    import unicodedata

    person = factory.user(password="một câu tiếng Việt")
    assert (
        sign_in(client, person.email, unicodedata.normalize("NFD", "một câu tiếng Việt")).status_code == 303
    )


def test_login_does_not_trim_a_password(client, factory):
    person = factory.user(password=" có dấu cách hai đầu ")
    assert sign_in(client, person.email, "có dấu cách hai đầu").status_code == 422
    assert sign_in(client, person.email, " có dấu cách hai đầu ").status_code == 303


def test_login_in_english_stays_in_english(client, factory):
    assert sign_in(client, factory.user().email, path="/en/login").headers["Location"] == "/en/account"


def test_login_leads_on_to_where_one_wanted_to_go(client, factory):
    target = client.get("/tai-khoan/bao-mat?a=1").headers["Location"]
    assert target == "/dang-nhap?next=/tai-khoan/bao-mat?a%3D1"
    assert sign_in(client, factory.user().email, path=target).headers["Location"] == "/tai-khoan/bao-mat?a=1"


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "/a\n/b",
        "///evil.example",
        "evil.example",
    ],
)
def test_login_never_leads_to_another_site(client, factory, evil):
    from urllib.parse import quote

    answer = sign_in(client, factory.user().email, path=f"/dang-nhap?next={quote(evil)}")
    assert answer.headers["Location"] in {"/tai-khoan", "/%09/evil.example"}


def test_login_refusal_says_the_same_for_every_kind_of_account(client, factory):
    known = factory.user().email
    disabled = factory.user()
    invited = factory.user(password="x" * 12).email
    with transaction():
        db.session.get_one(User, disabled.id).disabled_at = utc_now()
        db.session.scalar(select(User).where(User.email == invited)).password_hash = ""
    pages = [
        sign_in(client, email, "not the password")
        for email in (known, disabled.email, invited, "nobody@example.vn")
    ]
    texts = {
        page.text.replace(email, "EMAIL").replace(
            page.text.split('csrf_token" value="')[1].split('"')[0], "TOKEN"
        )
        for page, email in zip(pages, (known, disabled.email, invited, "nobody@example.vn"), strict=True)
    }
    assert {page.status_code for page in pages} == {422}
    assert len(texts) == 1


def test_disabled_person_cannot_sign_in_with_the_right_password(client, factory):
    person = factory.user()
    with transaction():
        db.session.get_one(User, person.id).disabled_at = utc_now()
    assert sign_in(client, person.email).status_code == 422


def test_login_gets_a_new_key_and_ends_the_session_before(client, factory):
    person = factory.user()
    sign_in(client, person.email)
    before = session_cookie(client)
    other = client.application.test_client()
    other.set_cookie("tb", before)
    send(client, "/dang-xuat", page="/tai-khoan")
    sign_in(client, person.email)
    assert session_cookie(client) != before
    assert other.get("/tai-khoan").status_code == 303


def test_login_does_not_take_over_a_planted_key(client, factory):
    client.set_cookie("tb", "s1.planted-by-somebody-else")
    sign_in(client, factory.user().email)
    assert session_cookie(client).startswith("s1.")
    assert session_cookie(client) != "s1.planted-by-somebody-else"


def test_logout_kills_the_cookie_everywhere(client, factory):
    sign_in(client, factory.user().email)
    stolen = client.application.test_client()
    stolen.set_cookie("tb", session_cookie(client))
    assert stolen.get("/tai-khoan").status_code == 200
    send(client, "/dang-xuat", page="/tai-khoan")
    assert stolen.get("/tai-khoan").status_code == 303
    assert db.session.scalars(select(UserSession)).all() == []


def test_logout_is_no_link(client, factory):
    sign_in(client, factory.user().email)
    assert client.get("/dang-xuat").status_code == 405
    assert client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize(
    ("role", "minutes"),
    [("officer-province", 30), ("admin", 30), ("chair", 30), ("juror", 240), ("facility-less", 240)],
)
def test_idle_session_ends_after_its_time(login_as, factory, role, minutes):
    clock = FixedClock(utc_now())
    with use_clock(clock):
        person = factory.user() if role == "facility-less" else factory.user(role)
        browser = login_as(person)
        clock.advance(timedelta(minutes=minutes))
        assert browser.get("/tai-khoan").status_code == 200
        clock.advance(timedelta(minutes=minutes, seconds=1))
        assert browser.get("/tai-khoan").status_code == 303


def test_session_ends_after_fourteen_hours_of_work(login_as, factory):
    clock = FixedClock(utc_now())
    with use_clock(clock):
        browser = login_as(factory.user())
        for _ in range(14):
            clock.advance(timedelta(minutes=59))
            assert browser.get("/tai-khoan").status_code == 200
        clock.advance(timedelta(minutes=30))
        assert browser.get("/tai-khoan").status_code == 303


def test_role_that_is_taken_away_is_gone_at_once(login_as, factory):
    person = factory.user("admin")
    factory.user("admin")
    browser = login_as(person)
    assert browser.get("/quan-tri").status_code == 200
    membership = db.session.scalar(select(Membership.id).where(Membership.user_id == person.id))
    with transaction():
        db.session.delete(db.session.get_one(Membership, membership))
    assert browser.get("/quan-tri").status_code == 403


def test_disabling_ends_every_session_at_once(login_as, factory):
    person = factory.user("officer-national")
    browser = login_as(person)
    with transaction():
        members.disable(SYSTEM, person.id)
    assert browser.get("/tai-khoan").status_code == 303


def test_ended_session_is_not_brought_back_by_a_request_in_flight(app, login_as, factory):
    from app.accounts.sessions.actors import our_session
    from app.accounts.sessions.store import end_sessions_of

    person = factory.user()
    browser = login_as(person)
    with app.test_request_context("/tai-khoan", headers={"Cookie": f"tb={session_cookie(browser)}"}):
        session = our_session()
        session["draft"] = "x"
        with transaction():
            end_sessions_of(person.id)
        app.session_interface.save_session(app, session, app.response_class())
    assert db.session.scalars(select(UserSession)).all() == []


def test_every_sign_in_and_refusal_is_on_record(client, factory):
    person = factory.user()
    sign_in(client, person.email, "wrong one")
    sign_in(client, "nobody@example.vn", "wrong one")
    sign_in(client, person.email)
    lines = db.session.execute(select(AuditEntry.act, AuditEntry.subject_id, AuditEntry.subject_label)).all()
    assert [tuple(line) for line in lines] == [
        ("accounts.session.refuse", str(person.id), person.email),
        ("accounts.session.refuse", "", ""),
        ("accounts.session.start", str(person.id), person.email),
    ]


def test_cookie_is_host_bound_and_secure_on_https(settings, factory, app):
    from dataclasses import replace

    from app import create_app

    secure = create_app(replace(settings, base_url="https://tieubieu.example"))
    person = factory.user()
    with secure.app_context():
        browser = secure.test_client()
        page = browser.get("/dang-nhap", base_url="https://tieubieu.example")
        token = page.text.split('csrf_token" value="')[1].split('"')[0]
        answer = browser.post(
            "/dang-nhap",
            base_url="https://tieubieu.example",
            headers={"Referer": "https://tieubieu.example/dang-nhap"},
            data={"csrf_token": token, "email": person.email, "password": "một câu dài để thử 2026"},
        )
        cookies = answer.headers.getlist("Set-Cookie")
    main = next(cookie for cookie in cookies if cookie.startswith("__Host-tb=s1."))
    kept = {part.strip() for part in main.split(";")[1:]}
    assert kept >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert [part for part in kept if part.startswith("Domain")] == []


def test_private_pages_are_kept_by_no_cache(login_as, factory):
    answer = login_as(factory.user()).get("/tai-khoan")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_program_without_token_gets_a_problem(client):
    answer = client.get("/tai-khoan", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (401, "login_required")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_login_page_is_skipped_by_who_is_signed_in(login_as, factory):
    answer = login_as(factory.user()).get("/dang-nhap?next=/tai-khoan/bao-mat")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tai-khoan/bao-mat")


def test_empty_form_is_answered_with_an_error_summary(client):
    answer = client.post("/dang-nhap", data={"csrf_token": token_of(client, "/dang-nhap")})
    assert answer.status_code == 422
    assert answer.text.count('href="#email"') == 1
    assert answer.text.count('href="#password"') == 1
