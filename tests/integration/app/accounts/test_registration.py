"""Coming in: registration, confirmation of the address, invitation."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import User, UserSession
from app.accounts.queries import get_user_by_email
from app.accounts.services import members, registration
from app.accounts.services.members import Scope
from app.core.actor import SYSTEM, Role
from app.core.audit import AuditEntry
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict
from tests.factories.accounts import PASSWORD
from tests.helpers import link_in, mails_to, only, send, session_cookie, sign_in, wrong_fields
from tests.helpers.postman import hire

NEW = {"name": "Đỗ Thị Lan", "email": "lan@mam.vn", "password": PASSWORD}


@pytest.fixture
def mailing(app):
    """The same installation with a mail server: addresses must be confirmed."""
    app.extensions["accounts"] = replace(app.extensions["accounts"], confirm_email_first=True)


def test_registration_makes_an_account_and_a_mail(client):
    answer = send(client, "/dang-ky", **NEW)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-ky/xong")
    person = get_user_by_email("lan@mam.vn")
    assert (person.name, person.memberships, person.email_verified_at) == ("Đỗ Thị Lan", [], None)
    assert [mail.subject for mail in mails_to("lan@mam.vn")] == ["Xác nhận địa chỉ e-mail tại Tiêu Biểu"]


def test_registration_needs_no_name(client):
    assert send(client, "/dang-ky", email="lan@mam.vn", password=PASSWORD).status_code == 303


def test_registration_answers_the_same_for_a_known_address(client, factory):
    factory.user(email="lan@mam.vn")
    unknown = send(client, "/dang-ky", **{**NEW, "email": "moi@mam.vn"})
    known = send(client, "/dang-ky", **NEW)
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert client.get(known.headers["Location"]).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(User)) == 2
    assert [mail.subject for mail in mails_to("lan@mam.vn")] == ["Bạn đã có tài khoản tại Tiêu Biểu"]


def test_registration_of_a_disabled_person_sends_no_mail(client, factory):
    person = factory.user(email="lan@mam.vn")
    with transaction():
        db.session.get_one(User, person.id).disabled_at = utc_now()
    assert send(client, "/dang-ky", **NEW).status_code == 303
    assert mails_to("lan@mam.vn") == []


def test_registration_never_changes_a_known_account(client, factory):
    person = factory.user(email="lan@mam.vn", verified=False)
    before = person.password_hash
    send(client, "/dang-ky", **{**NEW, "password": "một mật khẩu của kẻ lạ"})
    assert db.session.get_one(User, person.id).password_hash == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"password": "ngắn"}, "password"),
        ({"password": "khuyencong1"}, "password"),
        ({"password": "lan@mam.vn"}, "password"),
        ({"password": "dothilan"}, "password"),
        ({"password": ""}, "password"),
        ({"password": "x1" * 65}, "password"),
        ({"email": "lan"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "lan@mam.vn\x00"}, "email"),
        ({"name": "Lan\u202e"}, "name"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_registration_refuses_bad_input_beside_its_field(client, values, field):
    answer = send(client, "/dang-ky", **{**NEW, **values})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert get_user_by_email("lan@mam.vn") is None


def test_registration_says_all_that_is_wrong_at_once(client):
    answer = send(client, "/dang-ky", email="khong-phai", password="123")
    assert sorted(wrong_fields(answer)) == ["email", "password"]


def test_registration_keeps_what_was_typed_but_the_password(client):
    page = send(client, "/dang-ky", **{**NEW, "password": "ngắn"}).text
    assert 'value="lan@mam.vn"' in page
    assert 'value="Đỗ Thị Lan"' in page
    assert "ngắn" not in page


def test_name_is_kept_in_nfc_on_one_line(client):
    import unicodedata

    send(client, "/dang-ky", **{**NEW, "name": unicodedata.normalize("NFD", "Đỗ Thị\nLan")})
    assert get_user_by_email("lan@mam.vn").name == "Đỗ Thị Lan"


def test_mail_to_an_unconfirmed_address_says_nothing_that_was_typed(client):
    send(client, "/dang-ky", **{**NEW, "name": "http://lua-dao.example"})
    assert "lua-dao" not in mails_to("lan@mam.vn")[0].body


def test_without_a_mail_server_one_signs_in_at_once(client):
    send(client, "/dang-ky", **NEW)
    assert sign_in(client, "lan@mam.vn").status_code == 303


def test_with_a_mail_server_the_address_is_confirmed_first(client, mailing):
    send(client, "/dang-ky", **NEW)
    assert sign_in(client, "lan@mam.vn").status_code == 422
    path = link_in(mails_to("lan@mam.vn")[0])
    answer = send(client, path, password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tai-khoan")
    assert get_user_by_email("lan@mam.vn").email_verified_at is not None
    assert client.get(path).status_code == 404


def test_confirmation_wants_the_password_of_who_registered(client, mailing):
    send(client, "/dang-ky", **NEW)
    path = link_in(mails_to("lan@mam.vn")[0])
    assert send(client, path, password="của người khác").status_code == 422
    assert get_user_by_email("lan@mam.vn").email_verified_at is None


def test_confirmation_link_dies_after_three_days(client, mailing):
    clock = FixedClock(utc_now())
    with use_clock(clock):
        send(client, "/dang-ky", **NEW)
        clock.advance(timedelta(days=3, seconds=1))
        assert client.get(link_in(mails_to("lan@mam.vn")[0])).status_code == 404


def test_confirmation_mail_can_be_sent_again_and_the_old_link_dies(client):
    send(client, "/dang-ky", **NEW)
    sign_in(client, "lan@mam.vn")
    send(client, "/tai-khoan/xac-minh", page="/tai-khoan/bao-mat")
    old, new = (link_in(mail) for mail in mails_to("lan@mam.vn"))
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_registration_is_on_record_once(client):
    send(client, "/dang-ky", **NEW)
    assert [e.act for e in db.session.scalars(select(AuditEntry))] == ["accounts.user.register"]


def _invite(email="can-bo@so.vn", **scope):
    with transaction():
        members.invite(SYSTEM, email, Scope(**{"role": Role.OFFICER_NATIONAL, **scope}))
    return link_in(mails_to(email)[-1])


def test_invitation_is_taken_up_with_name_and_password(client):
    path = _invite()
    assert "Cán bộ cấp quốc gia" in client.get(path).text
    answer = send(client, path, name="Trần Văn An", password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tai-khoan")
    person = get_user_by_email("can-bo@so.vn")
    assert (person.name, person.email_verified_at is not None) == ("Trần Văn An", True)
    assert client.get("/tai-khoan").headers["Location"] == "/xac-thuc-hai-lop?next=/tai-khoan"


def test_invitation_works_once(client):
    path = _invite()
    send(client, path, name="An", password=PASSWORD)
    assert client.get(path).status_code == 404
    assert client.get(path.replace("/loi-moi/", "/dat-lai-mat-khau/")).status_code == 404


def test_invitation_of_a_known_person_gives_the_role_and_tells_them(client, factory):
    person = factory.user(email="lan@mam.vn")
    with transaction():
        members.invite(SYSTEM, "Lan@mam.vn", Scope(Role.JUROR))
    assert [m.role for m in db.session.get_one(User, person.id).memberships] == ["juror"]
    assert [mail.subject for mail in mails_to("lan@mam.vn")] == ["Bạn có vai trò mới tại Tiêu Biểu"]


def test_invited_person_cannot_sign_in_before_taking_it_up(client):
    _invite()
    assert sign_in(client, "can-bo@so.vn", "").status_code == 422
    assert not session_cookie(client).startswith("s1.")


def test_confirmed_address_gets_no_further_mail_and_hears_so(client, factory):
    person = factory.user()
    sign_in(client, person.email)
    assert send(client, "/tai-khoan/xac-minh", page="/tai-khoan/bao-mat").status_code == 303
    assert mails_to(person.email) == []
    assert "Địa chỉ e-mail đã được xác nhận." in client.get("/tai-khoan/bao-mat").text


def test_mail_that_travels_is_said_to_be_sent(client, factory):
    hire()
    sign_in(client, factory.user(verified=False).email)
    send(client, "/tai-khoan/xac-minh", page="/tai-khoan/bao-mat")
    assert "Đã gửi thư kèm liên kết." in client.get("/tai-khoan/bao-mat").text


def test_two_registrations_at_once_answer_as_one(client, factory, monkeypatch):
    """The second looked before the first was in the table."""
    person = factory.user(email="lan@mam.vn")
    monkeypatch.setattr(registration, "get_user_by_email", lambda _email: None)
    answer = send(client, "/dang-ky", **NEW)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-ky/xong")
    assert [(row.id, row.name) for row in db.session.scalars(select(User))] == [(person.id, person.name)]


def test_invitation_in_a_browser_of_another_ends_the_session_of_that_one(client, factory):
    sign_in(client, factory.user(email="lan@mam.vn").email)
    send(client, _invite(), name="Trần Văn An", password=PASSWORD)
    assert only(UserSession).user_id == get_user_by_email("can-bo@so.vn").id


def test_weak_password_of_an_invitation_is_refused_beside_its_field(client):
    path = _invite()
    assert wrong_fields(send(client, path, name="An", password="12345678")) == ["password"]
    assert get_user_by_email("can-bo@so.vn").password_hash == ""


def join(email):
    with transaction():
        return registration.join_by_mail(email, "Trần Văn An", "hash", locale="vi")


def test_link_in_a_mail_makes_the_account_of_who_was_only_invited(app):
    _invite()
    invited = get_user_by_email("can-bo@so.vn").id
    person = join("can-bo@so.vn")
    assert (person.id, person.name, person.password_hash) == (invited, "Trần Văn An", "hash")
    assert person.email_verified_at is not None


@pytest.mark.parametrize("is_disabled", [False, True])
def test_link_in_a_mail_takes_over_no_account(factory, is_disabled):
    person = factory.user(email="lan@mam.vn")
    with transaction():
        user = db.session.get_one(User, person.id)
        user.disabled_at = utc_now() if is_disabled else None
        user.password_hash = "" if is_disabled else user.password_hash
    with pytest.raises(Conflict) as refusal:
        join("lan@mam.vn")
    assert (refusal.value.code, refusal.value.field) == ("email_taken", "email")
