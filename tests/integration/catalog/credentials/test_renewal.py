"""A renewed certificate takes the place of the one before it, which stays in the history."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.awards.expiry.tasks import send_expiry_notices
from catalog.credentials.checks import check_paper, refuse_paper
from catalog.credentials.services import remove_paper
from catalog.models import Certificate
from tests.factories.catalog import member_actor, officer_actor
from tests.helpers import mails_to, wrong_fields


@pytest.fixture
def old(factory, facility):
    product = factory.product(facility, slug="nuoc-mam-ba-tam")
    return factory.certificate(
        facility, products=(product,), number="12/2023", issuer="Chi cục cũ", issued_on=date(2023, 11, 20),
        valid_until=today() + timedelta(days=20),
    )  # fmt: skip


def renewal(old):
    product_id = str(old.facility.products[0].id)
    return {"kind": "attp", "number": "77/2026", "issuer": "Sở Công Thương", "issued_on": today().isoformat(),
            "valid_until": (today() + timedelta(days=1095)).isoformat(), "product_ids": product_id}  # fmt: skip


def last():
    db.session.expire_all()
    return db.session.scalars(select(Certificate).order_by(Certificate.id.desc())).first()


def test_a_renewal_keeps_the_chain(member, post, old, client):
    address = f"/co-so-cua-toi/giay-to/{old.id}/gia-han"
    assert address in member.get("/co-so-cua-toi").text
    page = member.get(address).text
    assert [text in page for text in ("Giấy mới thay cho giấy số 12/2023", 'value="Chi cục cũ"')] == [
        True
    ] * 2
    sent = renewal(old)
    assert wrong_fields(post(member, address, **sent | {"kind": "haccp"})) == ["kind"]
    assert wrong_fields(post(member, address, **sent | {"issued_on": "2023-11-19"})) == ["issued_on"]
    assert post(member, address, **sent).status_code == 303
    assert "đã có giấy mới thay thế" in post(member, address, **sent).text
    new = last()
    assert (new.number, new.replaces_id) == ("77/2026", old.id)
    assert address not in member.get("/co-so-cua-toi").text
    assert "Các giấy trước giấy số 77/2026" in member.get("/co-so-cua-toi/giay-to").text
    public = client.get("/san-pham/nuoc-mam-ba-tam").text
    assert ("Các giấy trước đây" in public, public.count("Số 12/2023"), public.count("Số 77/2026")) == (
        False,
        1,
        1,
    )
    officer, new_id = officer_actor(), new.id
    with transaction():
        check_paper(officer, Certificate, new_id)
    for path in ("/san-pham/nuoc-mam-ba-tam", f"/co-so/{old.facility.slug}"):
        text = client.get(path).text
        assert text.index("Số 77/2026") < text.index("Các giấy trước đây") < text.index("Số 12/2023")


def test_letters_go_out_for_what_is_not_renewed_once_for_each_end(factory, facility, old, member, post):
    person = factory.user("facility", facility_id=facility.id)
    assert send_expiry_notices() == 1
    assert send_expiry_notices() == 0
    assert len(mails_to(person.email)) == 1
    with transaction() as session:
        row = session.get(Certificate, old.id)
        row.valid_until = today() + timedelta(days=25)  # a longer term on the same row
    assert send_expiry_notices() == 1
    post(member, f"/co-so-cua-toi/giay-to/{old.id}/gia-han", **renewal(old))
    with transaction() as session:
        session.get(Certificate, old.id).valid_until = today() + timedelta(days=27)
    assert send_expiry_notices() == 0
    officer, new_id = officer_actor(), last().id
    with transaction():
        refuse_paper(officer, Certificate, new_id, "Số không đúng")
    assert send_expiry_notices() == 1


def test_the_chain_stays_when_a_paper_in_it_is_removed(factory, facility, old):
    middle = factory.certificate(facility, replaces_id=old.id)
    newest = factory.certificate(facility, replaces_id=middle.id)
    maker, middle_id = member_actor(facility), middle.id
    with transaction():
        remove_paper(maker, Certificate, middle_id)
    db.session.expire_all()
    assert db.session.get(Certificate, newest.id).replaces_id == old.id


def test_nobody_renews_the_paper_of_another_facility(factory, member):
    foreign = factory.certificate()
    assert member.get(f"/co-so-cua-toi/giay-to/{foreign.id}/gia-han").status_code == 404


def test_the_api_gives_what_stands_with_what_it_renewed(factory, facility, client):
    product = factory.product(facility)
    old = factory.certificate(facility, number="1/ATTP", products=(product,))
    factory.certificate(facility, number="2/ATTP", products=(product,), replaces_id=old.id)
    factory.certificate(
        facility, number="3/ATTP", products=(product,), replaces_id=old.id, check_state="refused"
    )
    for path in (f"/api/v1/products/{product.slug}", f"/api/v1/facilities/{facility.slug}"):
        papers = client.get(path).json["certificates"]
        told = [(paper["number"], [old["number"] for old in paper["earlier"]]) for paper in papers]
        assert told == [("2/ATTP", ["1/ATTP"])]
