"""Pages of the catalogue for who may not act any more, for a box that is out of date, and for papers of two kinds."""

import re

import pytest

from app.accounts.models import Membership
from app.core.actor import Duty
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.acts import propose
from catalog.enums import FacilityState, ProductState
from catalog.members.queries import list_open_invitations
from catalog.members.services import invite_member, remove_member
from catalog.models import Facility, ListingChange, Product, ProductPicture
from catalog.products.pictures import remove_picture
from catalog.review.products import refuse_product_changes
from tests.factories.catalog import member_actor
from tests.helpers import send, token_of
from tests.helpers.voting.acts import act


@pytest.fixture
def officer(factory, facility, login_as):
    return login_as(factory.user("officer-province", unit_id=facility.unit_id))


def waiting_picture(product, position=1, name="Tên mới"):
    with transaction() as session:
        row = session.get_one(Product, product)
        shown = row.pictures[0]
        row.waiting_pictures.append(
            ProductPicture(
                position=position, alt_vi="", alt_en="", width=shown.width, height=shown.height, files=shown.files,
                waiting=True, created_at=utc_now(),
            )
        )  # fmt: skip
        session.flush()
        propose(row, {"name_vi": name} if name else {})
        row.proposed_at = row.proposed_at or utc_now()
        return row.waiting_pictures[-1].id


def test_pictures_that_wait_go_with_a_refusal_and_wait_on_without_one(factory, facility):
    key = factory.product(facility).id
    first = waiting_picture(key)
    act(member_actor(facility), remove_picture, key, first)
    row = db.session.get_one(Product, key, populate_existing=True)
    assert (row.waiting_pictures, row.proposed, row.proposed_at is None) == (
        [],
        {"name_vi": "Tên mới"},
        False,
    )
    waiting_picture(key)
    act(factory.officer_actor(unit_code="75"), refuse_product_changes, key, "Ảnh không phải sản phẩm này.")
    row = db.session.get_one(Product, key, populate_existing=True)
    assert (row.waiting_pictures, row.proposed, len(row.pictures)) == ([], {}, 1)
    told = db.session.query(ListingChange).filter_by(product_id=key, act="refused")
    assert sorted(line.field for line in told) == ["name_vi", "pictures"]


def test_boxes_of_changes_that_are_out_of_date_are_told_and_those_of_others_refused(
    factory, facility, officer
):
    own, other = factory.product(facility), factory.product(factory.facility(unit_code="01"))
    with transaction() as session:
        for row in (own, other):
            propose(session.get_one(Product, row.id), {"name_vi": "Tên mới"})
    page, own_id, other_id = "/can-bo/san-pham/thay-doi", own.id, other.id
    version = db.session.get_one(Product, own_id, populate_existing=True).version
    for wrong in (f"{own_id}:x", f"{own_id}:{version + 7}", f"{own_id}"):
        send(officer, page, product=wrong)
        assert 'class="notice tone-danger' in officer.get(page).text
    assert send(officer, page, product=f"{other_id}:{version}").status_code == 403
    send(officer, page, product=f"{own_id}:{version}")
    names = [db.session.get_one(Product, key, populate_existing=True).name_vi for key in (own_id, other_id)]
    assert [name == "Tên mới" for name in names] == [True, False]


def test_an_officer_sees_a_mark_and_the_paper_that_a_certificate_replaces(factory, facility, officer):
    mark = factory.trademark(facility, name="GỐM BÀU").id
    old = factory.certificate(facility, number="12/2023")
    new = factory.certificate(facility, number="77/2026", replaces_id=old.id, issued_on=today()).id
    assert "GỐM BÀU" in officer.get(f"/can-bo/giay-to/trademark/{mark}").text
    shown = officer.get(f"/can-bo/giay-to/certificate/{new}").text
    assert [number in shown for number in ("77/2026", "12/2023")] == [True, True]


def test_who_is_no_owner_invites_nobody(factory, facility, login_as):
    person = factory.user("facility", facility_id=facility.id)
    page = f"/co-so-cua-toi/{facility.id}/thanh-vien"
    browser = login_as(person)
    token = token_of(browser, page)
    with transaction() as session:
        session.query(Membership).filter_by(user_id=person.id).one().duty = Duty.EDITOR
    sent = {"csrf_token": token, "email": "hoa@example.vn", "duty": "editor"}
    assert browser.post(page, data=sent).status_code == 403
    assert list_open_invitations(facility.id) == []


def test_invitations_of_an_owner_who_left_end_and_those_of_others_stay(factory, facility, member, post):
    first, second = (factory.user("facility", facility_id=facility.id) for _ in range(2))
    for person, email in ((first, "a@example.vn"), (second, "b@example.vn")):
        act(person, invite_member, facility.id, email, Duty.EDITOR, locale="vi")
    membership = db.session.query(Membership).filter_by(user_id=first.id).one().id
    act(second, remove_member, membership)
    (left,) = list_open_invitations(facility.id)
    assert left.email == "b@example.vn"
    page, key = f"/co-so-cua-toi/{facility.id}/thanh-vien", left.id
    assert post(member, f"/co-so-cua-toi/loi-moi/{key}/rut", page=page).status_code == 303
    assert list_open_invitations(facility.id) == []


def test_a_recognition_that_ends_soon_leads_to_the_papers(factory, facility, member):
    factory.award(factory.product(facility), valid_until=today())
    shown = member.get("/co-so-cua-toi").text
    step = re.search(r'<a[^>]*href="/co-so-cua-toi/giay-to"[^>]*>', shown)
    assert step is not None


def test_a_listing_that_was_taken_down_meanwhile_is_not_submitted(factory, facility, member):
    product = factory.product(facility, state=ProductState.DRAFT, published_at=None, submitted_at=None)
    page, version = f"/co-so-cua-toi/san-pham/{product.id}/nop", product.version
    token = token_of(member, f"/co-so-cua-toi/san-pham/{product.id}")
    with transaction() as session:
        session.get_one(Facility, facility.id).state = FacilityState.SUSPENDED
    answer = member.post(page, data={"csrf_token": token, "version": str(version)})
    assert answer.status_code == 403
    assert db.session.get_one(Product, product.id, populate_existing=True).state == ProductState.DRAFT


def test_a_withdrawal_of_a_facility_nobody_saw_tells_the_public_nothing(factory, login_as, post):
    row = factory.facility(state=FacilityState.PENDING, verified_at=None)
    browser = login_as(factory.user("facility", facility_id=row.id))
    page = f"/co-so-cua-toi/{row.id}/rut"
    answer = post(browser, page, version=str(row.version))
    assert answer.status_code == 303
    assert db.session.get_one(Facility, row.id, populate_existing=True).state == FacilityState.WITHDRAWN


def test_nothing_waits_when_the_last_picture_that_waited_is_taken_off(factory, facility):
    key = factory.product(facility).id
    first, second = (waiting_picture(key, position, name="") for position in (1, 2))
    member = member_actor(facility)
    act(member, remove_picture, key, first)
    assert db.session.get_one(Product, key, populate_existing=True).proposed_at is not None
    act(member, remove_picture, key, second)
    assert db.session.get_one(Product, key, populate_existing=True).proposed_at is None
