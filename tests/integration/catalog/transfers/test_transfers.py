"""A product goes to another facility with both sides' word; both histories keep it."""

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.core.actor import Duty
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from catalog.enums import FacilityState
from catalog.models import Facility, Product, ProductTransfer
from catalog.transfers.services import answer_transfer, offer_product
from tests.factories import voting
from tests.factories.accounts import actor
from tests.factories.catalog import member_actor
from tests.helpers import mails_to, wrong_fields


def act(verb, *args, **kwargs):
    with transaction():
        return verb(*args, **kwargs)


def owner_of(product_id):
    db.session.expire_all()
    return db.session.get(Product, product_id).facility_id


@pytest.fixture
def taker(factory):
    return factory.facility(name="HTX Mây tre Phú Lâm", registration_number="3601234567")


def test_a_product_moves_when_the_other_side_accepts(
    client, factory, facility, member, taker, login_as, post
):
    mark, facility_name = factory.trademark(facility), facility.name
    product = factory.product(facility, name_vi="Giỏ mây", trademark_id=mark.id)
    page = f"/co-so-cua-toi/san-pham/{product.id}/chuyen"
    assert wrong_fields(post(member, page, page=page, to_number="0100000000", reason="")) == ["reason"]
    assert wrong_fields(post(member, page, page=page, to_number="0100000000", reason="Bán")) == ["to_number"]
    assert post(member, page, page=page, to_number="3601234567", reason="Bán xưởng").status_code == 303
    assert "Đang chờ HTX Mây tre Phú Lâm" in member.get(page).text
    assert owner_of(product.id) == facility.id

    other = login_as(factory.user("facility", facility_id=taker.id))
    transfer = db.session.scalars(select(ProductTransfer)).one()
    offer = f"/co-so-cua-toi/chuyen-san-pham/{transfer.id}"
    assert offer in other.get("/co-so-cua-toi").text
    assert f"{facility_name} muốn chuyển cho quý vị Giỏ mây" in other.get("/tai-khoan").text
    assert "Bán xưởng" in other.get(offer).text
    post(other, f"{offer}/accepted", page=offer)
    assert owner_of(product.id) == taker.id
    moved = db.session.get(Product, product.id)
    assert (moved.trademark_id, moved.slug) == (None, product.slug)
    giver = db.session.get(Facility, facility.id)
    history = client.get(f"/san-pham/{product.slug}/lich-su").text
    assert [text in history for text in ("Chuyển cho cơ sở khác", giver.name, taker.name)] == [True] * 3
    day = today().strftime("%d/%m/%Y")
    assert f"chuyển cho HTX Mây tre Phú Lâm ngày {day}" in " ".join(
        client.get(f"/co-so/{giver.slug}").text.split()
    )
    assert f"nhận từ {giver.name} ngày {day}" in " ".join(client.get(f"/co-so/{taker.slug}").text.split())
    assert (
        post(other, f"{offer}/refused", page="/co-so-cua-toi/dang-ky").status_code == 303
    )  # told to be over
    assert db.session.scalars(select(ProductTransfer.answer)).all() == ["accepted"]


@pytest.mark.parametrize("side", ["giver", "taker"])
def test_who_took_their_consent_back_is_not_named_as_giver_or_taker(client, factory, side):
    named = {"kind": "ho-kinh-doanh", "consent_at": utc_now()}
    giver = factory.facility(name="Hộ bà Tám", slug="ba-tam", **named)
    taker = factory.facility(name="Hộ ông Chín", slug="ong-chin", registration_number="3601234567", **named)
    product = factory.product(giver, slug="gio-may")
    row = act(offer_product, member_actor(giver), product.id, to_number="3601234567", reason="Bán")
    act(answer_transfer, member_actor(taker), row.id, "accepted")
    gone, name, other = (
        (giver.id, "Hộ bà Tám", "/co-so/ong-chin")
        if side == "giver"
        else (taker.id, "Hộ ông Chín", "/co-so/ba-tam")
    )
    pages = [other, "/san-pham/gio-may/lich-su"]
    assert [name in client.get(page).text for page in pages] == [True, True]
    with transaction() as session:
        session.get(Facility, gone).consent_at = None
        record_change("facility", gone)
        record_change("site", "facilities")
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert name not in client.get(other).text
    assert "Chuyển cho cơ sở khác" in client.get(pages[1]).text
    assert name not in client.get(pages[1]).text.partition("Chuyển cho cơ sở khác")[2]


def test_either_side_may_end_an_offer(factory, facility, taker):
    product_id, giver, other = factory.product(facility).id, member_actor(facility), member_actor(taker)
    first = act(offer_product, giver, product_id, to_number="3601234567", reason="Bán")
    with pytest.raises(Conflict, match="transfer_open"):
        act(offer_product, giver, product_id, to_number="3601234567", reason="Bán")
    with pytest.raises(NotFound):
        act(answer_transfer, giver, first.id, "accepted")
    act(answer_transfer, other, first.id, "refused")
    second = act(offer_product, giver, product_id, to_number="3601234567", reason="Bán")
    act(answer_transfer, giver, second.id, "withdrawn")
    with pytest.raises(Conflict, match="wrong_state"):
        act(answer_transfer, other, second.id, "accepted")
    assert owner_of(product_id) == facility.id


def test_what_cannot_be_offered(factory, facility, taker):
    product_id, giver = factory.product(facility).id, member_actor(facility)
    with pytest.raises(RuleBroken, match="transfer_to_self"):
        act(offer_product, giver, product_id, to_number=facility.registration_number, reason="Bán")
    with pytest.raises((NotFound, NotAllowed)):
        act(offer_product, member_actor(taker), product_id, to_number="3601234567", reason="Bán")


def in_state(facility_id, state):
    with transaction() as session:
        session.get(Facility, facility_id).state = state


def test_a_suspended_facility_gives_nothing_away(factory, facility, taker):
    product_id, giver, other = factory.product(facility).id, member_actor(facility), member_actor(taker)
    row = act(offer_product, giver, product_id, to_number="3601234567", reason="Bán")
    in_state(facility.id, FacilityState.SUSPENDED)
    with pytest.raises(Conflict, match="transfer_from_unverified"):
        act(answer_transfer, other, row.id, "accepted")
    act(answer_transfer, giver, row.id, "withdrawn")
    with pytest.raises(NotAllowed, match="facility_suspended"):
        act(offer_product, giver, product_id, to_number="3601234567", reason="Bán")
    in_state(facility.id, FacilityState.PENDING)
    with pytest.raises(RuleBroken, match="transfer_from_unverified"):
        act(offer_product, giver, product_id, to_number="3601234567", reason="Bán")
    assert owner_of(product_id) == facility.id


def test_other_offers_end_when_one_is_accepted(factory, facility, taker):
    product_id, giver, third = factory.product(facility).id, member_actor(facility), factory.facility()
    row = act(offer_product, giver, product_id, to_number="3601234567", reason="Bán")
    with transaction() as session:
        other = ProductTransfer(
            product_id=product_id, giver_id=facility.id, taker_id=third.id, reason="Bán", offered_at=utc_now()
        )
        session.add(other)
    act(answer_transfer, member_actor(taker), row.id, "accepted")
    db.session.expire_all()
    answers = db.session.scalars(select(ProductTransfer.answer).order_by(ProductTransfer.id)).all()
    assert answers == ["accepted", "withdrawn"]


def test_a_nomination_made_after_the_offer_keeps_the_product(taker):
    people = voting.receiving_round(products=1)
    product_id, owner = people.products[0].id, people.products[0].facility_id
    row = act(offer_product, actor(people.member), product_id, to_number="3601234567", reason="Bán")
    voting.complete_dossier(people.member, people.round_id, product_id)
    with pytest.raises(Conflict, match="transfer_in_round"):
        act(answer_transfer, member_actor(taker), row.id, "accepted")
    assert owner_of(product_id) == owner


def test_a_product_in_a_round_stays(taker):
    people = voting.receiving_round(products=1)
    voting.complete_dossier(people.member, people.round_id, people.products[0].id)
    product_id = people.products[0].id
    with pytest.raises(Conflict, match="transfer_in_round"):
        act(offer_product, actor(people.member), product_id, to_number="3601234567", reason="Bán")


def test_owners_of_both_sides_are_told(factory, facility, taker):
    product_id, giver = (
        factory.product(facility, name_vi="Giỏ mây").id,
        factory.user("facility", facility_id=facility.id),
    )
    owner, editor = (factory.user("facility", facility_id=taker.id) for _ in range(2))
    giver_email, owner_email, editor_email = giver.email, owner.email, editor.email
    with transaction() as session:
        session.get(User, editor.id).memberships[0].duty = Duty.EDITOR
    giver, owner = factory.actor(giver), factory.actor(owner)
    first = act(offer_product, giver, product_id, to_number="3601234567", reason="Bán xưởng").id
    act(answer_transfer, giver, first, "withdrawn")
    row = act(offer_product, giver, product_id, to_number="3601234567", reason="Bán xưởng").id
    act(answer_transfer, owner, row, "accepted")
    offered, withdrawn, _again = mails_to(owner_email)
    name = db.session.get(Facility, facility.id).name
    assert offered.subject == f"{name} muốn chuyển Giỏ mây cho quý vị"
    assert [text in offered.body for text in ("Bán xưởng", f"/co-so-cua-toi/chuyen-san-pham/{first}")] == [
        True
    ] * 2
    assert withdrawn.subject == "Đề nghị chuyển Giỏ mây đã được rút"
    assert [mail.subject for mail in mails_to(giver_email)] == ["HTX Mây tre Phú Lâm đã nhận Giỏ mây"]
    assert mails_to(editor_email) == []
