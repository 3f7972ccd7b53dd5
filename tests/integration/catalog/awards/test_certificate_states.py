"""Forged, altered, suspended, revoked, corrected and expired certificates: each gets the right answer on the
page.
"""

from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, RuleBroken
from catalog.award_orders.queries import find_open_order
from catalog.awards.corrections.services import Corrected, correct_award, next_correction
from catalog.models import Award
from catalog.tallies.queries import numbers_of
from catalog.tallies.services import find_wrong_numbers
from tests.helpers import send

NUMBER = "CNNT-75-2026-0001"
PUBLIC = f"/en/certificates/{NUMBER}"
WORK = f"/en/officer/certificates/{NUMBER}"


@pytest.fixture
def award(factory):
    return factory.award(number=NUMBER, product_name="Nước mắn Hương Quê", producer_name="Cty Hương Quê").id


@pytest.fixture
def officer(factory, login_as, award):
    unit_id = db.session.get_one(Award, award).product.facility.unit_id
    return login_as(factory.user("officer-province", unit_id=unit_id))


def facts(**changes):
    values = {
        "product_name": "Nước mắm Hương Quê",
        "producer_name": "Cty Hương Quê",
        "producer_address": "Ấp 3",
    }
    return Corrected(**(values | changes))


def correct(actor, award_id, changed=None, reason="Sai chính tả"):
    with transaction():
        return correct_award(actor, award_id, changed or facts(), reason).number


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("cnnt 75 2026 0001", 302),
        ("CNNT75-2026-0001", 302),
        ("CNNT-75-2026-0002", 404),  # forged
        ("CNNT-75-2026-0001X", 404),  # altered
        ("CNNT-75-2026-00O1", 404),
    ],
)
def test_number_on_a_paper_leads_to_its_page_or_to_none(award, client, typed, status):
    answer = client.get(f"/en/certificates/{typed}")
    assert (answer.status_code, answer.headers.get("Location")) == (status, PUBLIC if status == 302 else None)


def test_lookup_of_a_forged_number_says_that_it_proves_nothing(award, client):
    page = client.get("/en/certificates", query_string={"q": "CNNT-99-2026-7777"}).text
    assert "No certificate with this number" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "This certificate is valid today"),
        ({"suspended_on": today()}, "suspended and is not valid"),
        ({"revoked_on": today(), "revoked_reason": "Vi phạm"}, "has been revoked"),
        (
            {"issued_on": today() - timedelta(days=999), "valid_until": today() - timedelta(days=1)},
            "it has expired",
        ),
        ({"issued_on": today() + timedelta(days=1)}, "This certificate is valid from"),
    ],
    ids=["valid", "suspended", "revoked", "expired", "early"],
)
def test_page_says_first_whether_the_certificate_holds(award, client, state, words):
    with transaction():
        row = db.session.get_one(Award, award)
        for name, value in state.items():
            setattr(row, name, value)
    assert words in client.get(PUBLIC).text


ORDER = {"decision_number": "5/QĐ-UBND", "decision_date": today().isoformat(), "authority": "UBND tỉnh"}


def test_officers_suspend_restore_and_revoke(factory, login_as, award, officer, client):
    told = []
    unit_id = db.session.get_one(Award, award).product.facility.unit_id
    second = login_as(factory.user("officer-province", unit_id=unit_id))
    for act in ("suspend", "restore", "revoke"):
        assert send(officer, WORK, act=act, reason="Theo kết luận kiểm tra", **ORDER).status_code == 303
        waiting = find_open_order(award).id
        assert send(second, f"{WORK}/confirm", page=WORK, order=waiting, act="confirm").status_code == 303
        page = client.get(PUBLIC).text
        told.append([word for word in ("valid today", "is suspended", "has been revoked") if word in page])
    assert told == [["is suspended"], ["valid today"], ["has been revoked"]]


def test_act_needs_a_reason_and_one_that_is_open(award, officer):
    assert send(officer, WORK, act="suspend", reason=" ", **ORDER).status_code == 422
    assert send(officer, WORK, act="restore", reason="x", **ORDER).status_code == 422


def test_officer_of_another_province_is_refused_and_shown_nothing(factory, award, login_as):
    other = login_as(factory.user("officer-province", unit_id=factory.unit("01").id))
    assert (other.get(WORK).status_code, WORK in other.get("/en/officer/certificates").text) == (403, False)


def test_correction_replaces_the_paper_and_both_pages_say_so(award, officer, client):
    answer = send(
        officer, f"{WORK}/correct", product_name="Nước mắm Hương Quê", producer_name="Cty Hương Quê",
        producer_address="", reason="Sai chính tả",
    )  # fmt: skip
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{WORK}-DC1")
    old, new = client.get(PUBLIC).text, client.get(f"{PUBLIC}-DC1").text
    assert ("a corrected one has replaced it" in old, f"{PUBLIC}-DC1" in old, "Sai chính tả" in old) == (
        True,
    ) * 3
    assert ("valid today" in new, "Nước mắm Hương Quê" in new) == (True, True)
    assert client.get(f"/giay-chung-nhan/{NUMBER}.pdf").status_code == 404


def test_corrected_certificate_keeps_what_the_decision_said(factory, award):
    actor = factory.officer_actor()
    number = correct(actor, award)
    old = db.session.get_one(Award, award)
    new = db.session.query(Award).filter_by(number=number).one()
    kept = (
        "product_id",
        "level",
        "year",
        "decision_number",
        "issued_on",
        "valid_until",
        "issuer",
        "round_id",
    )
    assert [getattr(old, name) for name in kept] == [getattr(new, name) for name in kept]
    assert (old.product_name, new.product_name, old.revoked_on) == (
        "Nước mắn Hương Quê",
        "Nước mắm Hương Quê",
        today(),
    )


def test_a_corrected_certificate_is_counted_once_and_as_the_new_one(factory, award):
    before = numbers_of("award", "certificate")
    correct(factory.officer_actor(), award)
    assert numbers_of("award") == {"award": before["award"]}
    assert (
        numbers_of("certificate")["certificate"][""] == before["certificate"][""] + 1
    )  # the old one is looked up too
    with db.engine.connect() as connection:
        assert find_wrong_numbers(connection) == []


def test_correction_is_refused_twice_without_reason_and_without_a_difference(factory, award):
    actor = factory.officer_actor()
    same = facts(product_name="Nước mắn Hương Quê", producer_address="")
    for changed, reason, code in ((facts(), "", "reason_text_required"), (same, "x", "nothing_to_correct")):
        with pytest.raises(RuleBroken, match=code):
            correct(actor, award, changed, reason)
    correct(actor, award)
    with pytest.raises(Conflict, match="wrong_state"):
        correct(actor, award)


def test_member_may_not_correct_the_own_certificate(factory, award):
    actor = factory.member_actor(db.session.get_one(Award, award).product.facility)
    with pytest.raises(NotAllowed, match="own_facility"):
        correct(actor, award)


def test_corrections_count_on():
    assert [next_correction(NUMBER), next_correction(f"{NUMBER}-DC1"), next_correction(f"{NUMBER}-DC9")] == [
        f"{NUMBER}-DC1",
        f"{NUMBER}-DC2",
        f"{NUMBER}-DC10",
    ]
