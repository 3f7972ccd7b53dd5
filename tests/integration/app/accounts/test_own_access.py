"""One's own sessions and tokens, and nobody else's."""

from argon2 import PasswordHasher
from sqlalchemy import select

from app.accounts.credentials.passwords import password_matches
from app.accounts.models import ApiToken, User, UserSession
from app.accounts.services import tokens
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories.accounts import PASSWORD
from tests.helpers import only, send, sign_in, token_of
from tests.helpers.voting.acts import act, refused


def make_token(client, name="kho"):
    page = send(client, "/tai-khoan/ma-truy-cap", name=name).text
    return page.split('<code class="code">')[1].split("<")[0]


def test_token_is_shown_once_kept_as_a_hash_and_speaks_for_the_person(client, factory):
    person = factory.user(name="Lan")
    sign_in(client, person.email)
    secret = make_token(client)
    assert secret.startswith("tb_")
    row = db.session.scalars(select(ApiToken)).one()
    assert (row.hint, secret in row.key_hash) == (secret[-4:], False)
    assert secret not in client.get("/tai-khoan/bao-mat").text
    program = client.application.test_client()
    assert "Lan" in program.get("/tai-khoan", headers={"Authorization": f"Bearer {secret}"}).text


def test_token_needs_no_csrf_token_and_no_cookie_helps_it(client, factory):
    person = factory.user()
    sign_in(client, person.email)
    answer = client.post(
        "/tai-khoan/phien/ket-thuc",
        headers={"Authorization": "Bearer tb_wrong", "Accept": "application/json"},
    )
    assert answer.status_code == 401


def test_second_press_makes_no_second_token(client, factory):
    sign_in(client, factory.user().email)
    data = {"csrf_token": token_of(client, "/tai-khoan/ma-truy-cap"), "name": "kho", "once": "một-lần"}
    first = client.post("/tai-khoan/ma-truy-cap", data=data)
    again = client.post("/tai-khoan/ma-truy-cap", data=data)
    assert (first.status_code, again.status_code) == (200, 303)
    assert len(db.session.scalars(select(ApiToken)).all()) == 1
    assert "Nếu chưa sao chép mã truy cập vừa tạo" in client.get(again.headers["Location"]).text


def test_revoked_token_is_dead(client, factory):
    sign_in(client, factory.user().email)
    secret = make_token(client)
    token_id = db.session.scalar(select(ApiToken.id))
    send(client, f"/tai-khoan/ma-truy-cap/{token_id}/thu-hoi", page="/tai-khoan/bao-mat")
    answer = client.get(
        "/tai-khoan", headers={"Authorization": f"Bearer {secret}", "Accept": "application/json"}
    )
    assert answer.status_code == 401


def test_token_cannot_confirm_and_so_cannot_make_another(client, factory):
    sign_in(client, factory.user().email)
    secret = make_token(client)
    answer = client.post(
        "/tai-khoan/ma-truy-cap", data={"name": "x"}, headers={"Authorization": f"Bearer {secret}"}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "confirmation_needed")


def test_token_of_another_person_is_not_found(client, factory, login_as):
    sign_in(client, factory.user().email)
    make_token(client)
    token_id = db.session.scalar(select(ApiToken.id))
    stranger = login_as(factory.user())
    assert (
        send(stranger, f"/tai-khoan/ma-truy-cap/{token_id}/thu-hoi", page="/tai-khoan/bao-mat").status_code
        == 404
    )
    assert db.session.scalars(select(ApiToken)).one().revoked_at is None


def test_session_of_another_person_is_not_found(factory, login_as):
    victim, stranger = login_as(factory.user()), login_as(factory.user())
    session_id = db.session.scalars(select(UserSession.id)).all()[0]
    assert (
        send(stranger, f"/tai-khoan/phien/{session_id}/ket-thuc", page="/tai-khoan/bao-mat").status_code
        == 404
    )
    assert victim.get("/tai-khoan").status_code == 200


def test_one_browser_can_be_signed_out_from_another(factory, login_as):
    person = factory.user()
    lost, here = login_as(person), login_as(person)
    session_id = db.session.scalars(select(UserSession.id)).all()[0]
    send(here, f"/tai-khoan/phien/{session_id}/ket-thuc", page="/tai-khoan/bao-mat")
    assert (lost.get("/tai-khoan").status_code, here.get("/tai-khoan").status_code) == (303, 200)


def test_sign_out_everywhere_else(factory, login_as):
    person, other = factory.user(), factory.user()
    browsers = [login_as(person), login_as(person), login_as(person), login_as(other)]
    send(browsers[0], "/tai-khoan/phien/ket-thuc", page="/tai-khoan/bao-mat")
    assert [b.get("/tai-khoan").status_code for b in browsers] == [200, 303, 303, 200]


def test_form_without_a_token_changes_nothing(factory, login_as):
    person = factory.user()
    browsers = [login_as(person), login_as(person)]
    answer = browsers[0].post("/tai-khoan/phien/ket-thuc")
    assert answer.status_code == 303
    assert browsers[1].get("/tai-khoan").status_code == 200


def test_token_of_one_session_is_worth_nothing_in_another(factory, login_as):
    first, second = login_as(factory.user()), login_as(factory.user())
    token = token_of(first, "/tai-khoan")
    second.post("/tai-khoan/phien/ket-thuc", data={"csrf_token": token})
    assert second.post("/dang-xuat", data={"csrf_token": token}).status_code == 303
    assert second.get("/tai-khoan").status_code == 200


def test_token_needs_a_name_and_there_are_no_more_than_twenty(factory):
    person = factory.user()
    assert refused(person, tokens.create_own_token, "") == ("token_name", "name")
    for number in range(20):
        act(person, tokens.create_own_token, f"máy {number}")
    assert refused(person, tokens.create_own_token, "máy 20") == ("too_many_tokens", None)


def test_password_kept_at_another_cost_is_kept_anew_at_sign_in(client, factory):
    person = factory.user()
    with transaction():
        db.session.get_one(User, person.id).password_hash = PasswordHasher(2, 32, 1).hash(PASSWORD)
    assert sign_in(client, person.email).status_code == 303
    kept = only(User).password_hash
    assert ("$m=64,t=1,p=1$" in kept, password_matches(kept, PASSWORD)) == (True, True)


def test_signing_out_twice_is_no_mistake(client, factory):
    sign_in(client, factory.user().email)
    for page in ("/tai-khoan/bao-mat", "/dang-nhap"):
        assert send(client, "/dang-xuat", page=page).headers["Location"] == "/dang-nhap"
    assert db.session.scalars(select(UserSession)).all() == []


def test_program_that_signs_out_ends_no_session_of_its_person(client, factory):
    sign_in(client, factory.user().email)
    headers = {"Authorization": f"Bearer {make_token(client)}"}
    program = client.application.test_client()
    assert program.post("/dang-xuat", headers=headers).status_code == 303
    assert client.get("/tai-khoan").status_code == 200
    assert program.get("/tai-khoan", headers=headers).status_code == 200
