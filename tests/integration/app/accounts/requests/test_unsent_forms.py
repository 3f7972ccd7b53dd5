"""What was typed after the session had ended comes back, once, to the same person."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.accounts.models import HeldForm, UserSession
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers import sign_in, token_of

FORM = "/tai-khoan/ma-truy-cap"


def end_all_sessions():
    with transaction() as session:
        for row in session.scalars(select(UserSession)):
            session.delete(row)


def expire(clock):
    clock.advance(timedelta(hours=5))


@pytest.fixture
def clock():
    clock = FixedClock(utc_now())
    with use_clock(clock):
        yield clock


def typed(client, clock, *, name="máy in tem", **more):
    """Type into a form, let the session run out, send it; returns the log-in address."""
    token = token_of(client, FORM)
    expire(clock)
    answer = client.post(FORM, data={"csrf_token": token, "name": name, **more})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_long_form_comes_back_after_login(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    login = typed(client, clock)
    back = sign_in(client, person.email, path=login).headers["Location"]
    page = client.get(back).text
    assert 'value="máy in tem"' in page
    assert "Nội dung đã nhập được đưa trở lại biểu mẫu" in page


def test_form_comes_back_once(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    back = sign_in(client, person.email, path=typed(client, clock)).headers["Location"]
    client.get(back)
    assert "máy in tem" not in client.get(back).text
    assert db.session.scalars(select(HeldForm)).all() == []


def test_form_of_one_person_is_not_given_to_another(client, factory, clock):
    owner, other = factory.user(), factory.user()
    sign_in(client, owner.email)
    login = typed(client, clock)
    back = sign_in(client, other.email, path=login).headers["Location"]
    assert "máy in tem" not in client.get(back).text
    again = client.application.test_client()
    assert "máy in tem" in again.get(sign_in(again, owner.email, path=login).headers["Location"]).text


def test_form_of_somebody_unknown_goes_to_the_first_who_signs_in(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    token = token_of(client, FORM)
    end_all_sessions()
    login = client.post(FORM, data={"csrf_token": token, "name": "máy in tem"}).headers["Location"]
    assert "máy in tem" in client.get(sign_in(client, person.email, path=login).headers["Location"]).text


def test_form_is_forgotten_after_a_day(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    login = typed(client, clock)
    clock.advance(timedelta(hours=24, seconds=1))
    assert "máy in tem" not in client.get(sign_in(client, person.email, path=login).headers["Location"]).text
    from app.accounts.tasks import clean

    clean()
    assert db.session.scalars(select(HeldForm)).all() == []


def test_secrets_are_not_kept(client, factory, clock):
    sign_in(client, factory.user().email)
    typed(client, clock, present_password="bí mật", password="bí mật", code="123456", pin="1")
    assert [row.values for row in db.session.scalars(select(HeldForm))] == [{"name": ["máy in tem"]}]


def test_files_are_named_as_lost(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    token = token_of(client, FORM)
    expire(clock)
    data = {"csrf_token": token, "name": "máy in tem", "scan": (BytesIO(b"x"), "giấy phép.pdf")}
    login = client.post(FORM, data=data, content_type="multipart/form-data").headers["Location"]
    page = client.get(sign_in(client, person.email, path=login).headers["Location"]).text
    assert "giấy phép.pdf" in page


def test_field_that_is_too_long_is_left_out_and_named(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    login = typed(client, clock, story="x" * 300_000)
    page = client.get(sign_in(client, person.email, path=login).headers["Location"]).text
    assert "quá dài nên không giữ lại được: story" in page
    assert 'value="máy in tem"' in page


def test_form_that_another_site_sent_is_not_kept(client, factory):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(FORM, data={"name": "của kẻ lạ"}, headers=headers)
        assert answer.status_code == 400
    assert db.session.scalars(select(HeldForm)).all() == []


def test_stale_token_of_a_signed_in_person_brings_the_form_back(client, factory):
    person = factory.user()
    sign_in(client, person.email)
    token = token_of(client, FORM)
    sign_in(client.application.test_client(), person.email)
    client.delete_cookie("tb")
    sign_in(client, person.email)
    answer = client.post(FORM, data={"csrf_token": token, "name": "máy in tem"})
    assert answer.status_code == 303
    assert 'value="máy in tem"' in client.get(answer.headers["Location"]).text


def test_stale_login_form_keeps_the_address_typed(client):
    answer = client.post(
        "/dang-nhap", data={"csrf_token": "old", "email": "lan@mam.vn", "password": "bí mật"}
    )
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert 'value="lan@mam.vn"' in page
    assert "bí mật" not in page


def test_button_without_a_page_of_its_own_leads_back_to_where_it_stood(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    token = token_of(client, "/tai-khoan/bao-mat")
    expire(clock)
    answer = client.post(
        "/tai-khoan/phien/ket-thuc",
        data={"csrf_token": token},
        headers={"Referer": "http://localhost/tai-khoan/bao-mat"},
    )
    assert answer.headers["Location"] == "/dang-nhap?next=/tai-khoan/bao-mat"


def test_program_with_a_stale_form_gets_a_problem(client):
    answer = client.post("/dang-nhap", json={}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (400, "stale_form")


def test_program_without_a_sign_in_is_asked_for_one_before_its_form_is_judged(client):
    answer = client.put("/api/v1/juror/sheets/0", json={"client_id": "x"})
    assert (answer.status_code, answer.json["code"]) == (401, "login_required")
    answer = client.post("/tai-khoan/phien/ket-thuc", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (401, "login_required")


def test_key_of_nobody_changes_nothing(login_as, factory):
    assert login_as(factory.user()).get(f"{FORM}?held=nonsense").status_code == 200


def test_flood_of_held_forms_is_bounded(client):
    for _ in range(35):
        client.post("/dang-nhap", data=MultiDict({"email": "a@example.vn"}))
    assert len(db.session.scalars(select(HeldForm)).all()) == 30


def test_address_that_names_no_kept_form_is_the_plain_page(client, factory):
    sign_in(client, factory.user().email)
    page = client.get(f"{FORM}?held=").text
    assert "Nội dung đã nhập được đưa trở lại biểu mẫu" not in page
    assert client.get(f"{FORM}?held=").status_code == 200
