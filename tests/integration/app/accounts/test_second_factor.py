"""The second factor: demanded, set up, used once, recovered, confirmed again."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from app.accounts.credentials.confirmation import RECENT, ConfirmationNeeded, require_recent_confirmation
from app.accounts.models import RecoveryCode, User
from app.accounts.services import second_factor
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.factories.accounts import PASSWORD
from tests.helpers import send, session_cookie, sign_in
from tests.helpers.voting.acts import refused

SECRET = pyotp.random_base32()


def code_at(moment, secret=SECRET):
    return pyotp.TOTP(secret).at(moment)


@pytest.fixture
def clock():
    clock = FixedClock(utc_now())
    with use_clock(clock):
        yield clock


@pytest.fixture
def officer(factory, clock):
    """An officer with a second factor whose last code lies back."""
    person = factory.user("officer-national", waived=False)
    with transaction():
        user = db.session.get_one(User, person.id)
        user.totp_secret, user.totp_confirmed_at = SECRET, utc_now()
    return person


def test_role_that_needs_it_gets_nowhere_without_it(client, factory):
    sign_in(client, factory.user("officer-national", waived=False).email)
    answers = {
        path: client.get(path)
        for path in ("/tai-khoan", "/tai-khoan/bao-mat", "/tai-khoan/ma-truy-cap", "/xac-nhan-lai")
    }
    assert {path: a.headers.get("Location") for path, a in answers.items()} == {
        path: f"/xac-thuc-hai-lop?next={path}" for path in answers
    }


@pytest.mark.parametrize(("role", "is_told"), [("juror", True), ("facility", False)])
def test_demonstration_account_tells_what_is_switched_off_only_where_a_role_asks_for_it(
    factory, login_as, role, is_told
):
    facility_id = factory.facility().id if role == "facility" else None
    client = login_as(factory.user(role, facility_id=facility_id, waived=True))
    assert [
        "xác thực hai lớp đang tắt" in client.get(page).text for page in ("/tai-khoan", "/tai-khoan/bao-mat")
    ] == [
        is_told,
        is_told,
    ]


def test_half_signed_in_person_cannot_change_the_account(client, officer):
    sign_in(client, officer.email)
    token = client.get("/xac-thuc-hai-lop").text.split('csrf_token" value="')[1].split('"')[0]
    for path in (
        "/tai-khoan/mat-khau",
        "/tai-khoan/ma-truy-cap",
        "/tai-khoan/xac-thuc-hai-lop/tat",
        "/tai-khoan/ma-du-phong",
    ):
        answer = client.post(
            path, data={"csrf_token": token, "name": "x", "password": "y", "present_password": PASSWORD}
        )
        assert (answer.status_code, answer.headers["Location"]) == (303, "/xac-thuc-hai-lop")


def test_first_sign_in_sets_it_up_and_shows_recovery_codes_once(client, factory, clock):
    person = factory.user("officer-national", waived=False)
    sign_in(client, person.email)
    page = client.get("/xac-thuc-hai-lop").text
    secret = page.split('<code class="code">')[1].split("<")[0].replace(" ", "")
    assert '<p class="qr"><svg ' in page
    assert (
        client.get("/xac-thuc-hai-lop").text.count(secret[:4]) >= 1
    )  # the same secret until it is confirmed
    key = session_cookie(client)
    answer = send(client, "/xac-thuc-hai-lop?next=/tai-khoan", code=code_at(clock.now(), secret))
    assert answer.status_code == 200
    assert answer.text.count('<code class="code">') == 10
    assert session_cookie(client) != key
    assert client.get("/tai-khoan").status_code == 200


def test_wrong_first_code_switches_nothing_on(client, factory, clock):
    person = factory.user("officer-national", waived=False)
    sign_in(client, person.email)
    assert send(client, "/xac-thuc-hai-lop", code="000000").status_code == 422
    assert db.session.get_one(User, person.id).totp_confirmed_at is None


def test_code_opens_and_renews_the_key(client, officer, clock):
    sign_in(client, officer.email)
    key = session_cookie(client)
    answer = send(client, "/xac-thuc-hai-lop?next=/tai-khoan/bao-mat", code=code_at(clock.now()))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tai-khoan/bao-mat")
    assert session_cookie(client) != key
    assert client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize("spell", ["{}", " {} ", "{}\u00a0", "０"])
def test_code_works_once_however_it_is_spelt(client, officer, clock, spell):
    code = code_at(clock.now())
    sign_in(client, officer.email)
    send(client, "/xac-thuc-hai-lop", code=code)
    again = client.application.test_client()
    sign_in(again, officer.email)
    typed = (
        "".join(chr(0xFF10 + int(c)) for c in code)
        if spell == "０"
        else spell.format(f"{code[:3]} {code[3:]}")
    )
    assert send(again, "/xac-thuc-hai-lop", code=typed).status_code == 422


def test_earlier_code_of_the_window_is_dead_after_a_later_one(client, officer, clock):
    sign_in(client, officer.email)
    send(client, "/xac-thuc-hai-lop", code=code_at(clock.now()))
    again = client.application.test_client()
    sign_in(again, officer.email)
    earlier = code_at(clock.now() - timedelta(seconds=30))
    assert send(again, "/xac-thuc-hai-lop", code=earlier).status_code == 422


def test_parallel_use_of_one_code_lets_one_in(app, officer, clock):
    from app.accounts.sessions.actors import actor_of
    from app.core.errors import RuleBroken

    actor, code = actor_of(officer), code_at(clock.now())
    with transaction():
        second_factor.show(actor, code)
    with pytest.raises(RuleBroken), transaction():
        second_factor.show(actor, code)


def test_recovery_code_opens_once(client, officer, clock):
    with transaction():
        codes = second_factor._new_codes(officer.id)
    sign_in(client, officer.email)
    assert send(client, "/xac-thuc-hai-lop", code=codes[3].lower()).status_code == 303
    again = client.application.test_client()
    sign_in(again, officer.email)
    assert send(again, "/xac-thuc-hai-lop", code=codes[3]).status_code == 422
    assert send(again, "/xac-thuc-hai-lop", code=codes[4].replace("-", " ")).status_code == 303
    assert codes[0] not in {row.code_hash for row in db.session.scalars(select(RecoveryCode))}


def test_recovery_code_of_another_person_does_not_open(client, officer, factory, clock):
    other = factory.user("juror")
    with transaction():
        codes = second_factor._new_codes(other.id)
    sign_in(client, officer.email)
    assert send(client, "/xac-thuc-hai-lop", code=codes[0]).status_code == 422


def test_sixth_wrong_code_is_told_to_wait(client, officer, clock):
    sign_in(client, officer.email)
    answers = [send(client, "/xac-thuc-hai-lop", code=f"00000{n}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]
    clock.advance(timedelta(minutes=5))
    assert send(client, "/xac-thuc-hai-lop", code=code_at(clock.now())).status_code == 303


def test_facility_person_may_switch_it_on_and_off(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    page = client.get("/tai-khoan/xac-thuc-hai-lop").text
    secret = page.split('<code class="code">')[1].split("<")[0].replace(" ", "")
    send(client, "/tai-khoan/xac-thuc-hai-lop", code=code_at(clock.now(), secret))
    other = client.application.test_client()
    sign_in(other, person.email)
    assert other.get("/tai-khoan").headers["Location"] == "/xac-thuc-hai-lop?next=/tai-khoan"
    send(client, "/tai-khoan/xac-thuc-hai-lop/tat", page="/tai-khoan/bao-mat")
    assert db.session.get_one(User, person.id).totp_confirmed_at is None


def test_officer_may_not_switch_it_off(client, officer, clock):
    sign_in(client, officer.email)
    send(client, "/xac-thuc-hai-lop", code=code_at(clock.now()))
    assert send(client, "/tai-khoan/xac-thuc-hai-lop/tat", page="/tai-khoan/bao-mat").status_code == 403
    assert db.session.get_one(User, officer.id).totp_confirmed_at is not None


def test_demonstration_account_needs_none_and_says_so(client, factory):
    sign_in(client, factory.user("officer-national", waived=True).email)
    assert "Tài khoản trình diễn" in client.get("/tai-khoan").text


def test_confirmation_is_good_for_fifteen_minutes(factory, clock):
    actor = factory.actor(factory.user("chair"))
    require_recent_confirmation(actor)
    clock.advance(RECENT)
    require_recent_confirmation(actor)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(ConfirmationNeeded):
        require_recent_confirmation(actor)


def test_token_and_system_are_never_recently_confirmed(factory):
    from app.core.actor import SYSTEM

    for actor in (SYSTEM, factory.actor(factory.user("chair"), confirmed=False)):
        with pytest.raises(ConfirmationNeeded):
            require_recent_confirmation(actor)


def test_act_of_weight_asks_again_and_brings_the_form_back(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    clock.advance(timedelta(minutes=16))
    answer = send(client, "/tai-khoan/ma-truy-cap", name="máy in tem")
    assert answer.status_code == 303
    confirm = answer.headers["Location"]
    assert confirm.startswith("/xac-nhan-lai?next=/tai-khoan/ma-truy-cap?held%3D")
    assert send(client, confirm, password="sai").status_code == 422
    back = send(client, confirm, password=PASSWORD).headers["Location"]
    assert 'value="máy in tem"' in client.get(back).text
    assert "tb_" in send(client, "/tai-khoan/ma-truy-cap", name="máy in tem").text


def test_confirmation_takes_a_code_instead(client, officer, clock):
    sign_in(client, officer.email)
    send(client, "/xac-thuc-hai-lop", code=code_at(clock.now()))
    clock.advance(timedelta(minutes=16))
    assert send(client, "/xac-nhan-lai", password="", code=code_at(clock.now())).status_code == 303


def test_code_of_somebody_without_a_second_factor_opens_nothing(factory):
    person = factory.user(waived=False)
    assert refused(person, second_factor.show, "123456") == ("code_wrong", "code")


def test_program_half_signed_in_is_told_what_is_missing(client, officer):
    sign_in(client, officer.email)
    answer = client.get("/tai-khoan", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (403, "second_factor_required")
