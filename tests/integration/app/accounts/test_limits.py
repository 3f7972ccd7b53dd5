"""How often something may be tried, and that nobody can be locked out by others."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.limits import (
    Limit,
    TooManyTries,
    delete_old_counters,
    refund,
    spend,
)
from app.accounts.models import RateCounter
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from tests.helpers import link_in, mails_to, send, sign_in

THREE = Limit("test", 3, 60)


@pytest.fixture
def clock():
    clock = FixedClock(utc_now().replace(minute=0, second=0, microsecond=0))
    with use_clock(clock):
        yield clock


def wrong(client, email, times):
    return [sign_in(client, email, "sai mật khẩu").status_code for _ in range(times)]


def test_limit_counts_each_subject_alone_and_ends_with_its_window(app, clock):
    for _ in range(3):
        spend((THREE, "a"))
    with pytest.raises(TooManyTries) as refusal:
        spend((THREE, "a"))
    assert (refusal.value.status, refusal.value.retry_after) == (429, 60)
    spend((THREE, "b"))
    clock.advance(timedelta(seconds=60))
    spend((THREE, "a"))


def test_refused_try_uses_nothing_up(app, clock):
    other = Limit("other", 5, 60)
    for _ in range(3):
        spend((THREE, "a"))
    for _ in range(9):
        with pytest.raises(TooManyTries):
            spend((other, "a"), (THREE, "a"))
    for _ in range(5):
        spend((other, "a"))


def test_refund_gives_a_try_back(app, clock):
    for _ in range(9):
        spend((THREE, "a"))
        with transaction():
            refund((THREE, "a"))
    assert [row.count for row in db.session.scalars(select(RateCounter))] == [0]


def test_rows_of_ended_windows_are_removed(app, clock):
    spend((THREE, "a"))
    clock.advance(timedelta(minutes=3))
    spend((THREE, "b"))
    with transaction():
        assert delete_old_counters() == 1


def test_address_is_kept_as_a_hash_that_changes_daily(client, factory, clock):
    wrong(client, "a@example.vn", 1)
    first = {row.key for row in db.session.scalars(select(RateCounter))}
    assert [key for key in first if "127.0.0.1" in key or "example" in key] == []
    clock.advance(timedelta(days=1))
    wrong(client, "a@example.vn", 1)
    second = {row.key for row in db.session.scalars(select(RateCounter))}
    assert {key.partition(":")[0] for key in second - first} == {"login-address", "login-network"}


def test_eleventh_wrong_password_is_told_to_wait(client, factory, clock):
    person = factory.user()
    assert wrong(client, person.email, 11) == [422] * 10 + [429]
    answer = sign_in(client, person.email, "sai mật khẩu")
    assert answer.headers["Retry-After"] == "300"
    assert "5 phút" in answer.text


def test_limit_holds_for_the_right_password_too(client, factory, clock):
    person = factory.user()
    wrong(client, person.email, 10)
    assert sign_in(client, person.email).status_code == 429


def test_ten_wrong_tries_at_ten_accounts_stop_the_address(client, factory, clock):
    for number in range(10):
        wrong(client, f"a{number}@example.vn", 1)
    assert wrong(client, "b@example.vn", 1) == [429]


def test_right_sign_ins_use_nothing_up(client, factory, clock):
    for _ in range(15):
        person = factory.user()
        assert sign_in(client.application.test_client(), person.email).status_code == 303


def test_person_behind_a_known_browser_is_not_shut_out_by_strangers(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    send(client, "/dang-xuat", page="/tai-khoan")
    stranger = client.application.test_client()
    wrong(stranger, person.email, 10)
    assert sign_in(stranger, person.email).status_code == 429
    assert sign_in(client, person.email).status_code == 303


def test_known_browser_has_no_more_tries_than_others(client, factory, clock):
    person = factory.user()
    sign_in(client, person.email)
    send(client, "/dang-xuat", page="/tai-khoan")
    assert wrong(client, person.email, 11) == [422] * 10 + [429]


def test_known_browser_of_one_account_counts_as_a_stranger_at_another(client, factory, clock):
    mine, other = factory.user(), factory.user()
    sign_in(client, mine.email)
    send(client, "/dang-xuat", page="/tai-khoan")
    wrong(client.application.test_client(), other.email, 10)
    assert sign_in(client, other.email).status_code == 429


def test_reset_by_mail_opens_a_way_in_under_attack(client, factory, clock):
    person = factory.user()
    wrong(client.application.test_client(), person.email, 10)
    send(client, "/quen-mat-khau", email=person.email)
    send(client, link_in(mails_to(person.email)[0]), password="một câu khác hẳn 1975")
    assert sign_in(client, person.email, "một câu khác hẳn 1975").status_code == 303


def test_sixth_reset_of_a_day_is_told_to_wait(client, factory, clock):
    person = factory.user()
    answers = [send(client, "/quen-mat-khau", email=person.email).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    assert len(mails_to(person.email)) == 5


def test_reset_limit_says_the_same_of_unknown_addresses(client, clock):
    answers = [send(client, "/quen-mat-khau", email="nobody@example.vn").status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_eleventh_registration_of_an_hour_is_told_to_wait(client, clock):
    answers = [
        send(client, "/dang-ky", email=f"a{n}@example.vn", password="một câu dài để thử").status_code
        for n in range(11)
    ]
    assert answers == [303] * 10 + [429]


def from_address(client, address, email):
    """Sign in wrongly from an address, as the server sees it."""
    client.environ_base["REMOTE_ADDR"] = address
    return sign_in(client, email, "sai mật khẩu rồi").status_code


def test_lines_of_one_network_share_sixty_tries(client, clock):
    tries = [f"203.0.113.{n % 200 + 1}" for n in range(61)]
    answers = [from_address(client, address, f"a{n}@example.vn") for n, address in enumerate(tries)]
    assert answers == [422] * 60 + [429]
    assert from_address(client, "198.51.100.1", "b@example.vn") == 422  # another network goes on


def test_addresses_of_one_ipv6_line_are_one(client, clock):
    tries = [f"2001:db8:1:2::{n:x}" for n in range(1, 12)]
    answers = [from_address(client, address, f"a{n}@example.vn") for n, address in enumerate(tries)]
    assert answers == [422] * 10 + [429]


def test_thousand_wrong_sign_ins_from_anywhere_stop_nobody(client, clock, factory):
    """No limit counts all strangers together."""
    from app.accounts.limits import LOGIN_ADDRESS, LOGIN_NETWORK, spend
    from app.web.requests.networks import line_of, neighbourhood_of

    for n in range(1000):
        address = f"10.{n // 250}.{n % 250}.9"
        spend((LOGIN_ADDRESS, line_of(address)), (LOGIN_NETWORK, neighbourhood_of(address)))
    assert from_address(client, "192.0.2.1", "somebody@example.vn") == 422
