from dataclasses import replace

import pytest
from sqlalchemy import select, update

from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.database.changes import latest_change, list_changes
from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken
from catalog.enums import FacilityState, ProductGroup, ProductReason, ProductState
from catalog.models import Product
from catalog.products.services import (
    ProductData,
    create_product,
    edit_product,
    submit_product,
    withdraw_product,
)
from catalog.review.products import (
    accept_product_changes,
    publish_product,
    refuse_product_changes,
    return_product,
)
from tests.factories.catalog import DESCRIPTION, _picture

FULL = ProductData(
    name_vi="Nước mắm Hương Quê",
    group=ProductGroup.FOOD,
    description_vi=DESCRIPTION,
    materials="Cá cơm, muối",
    net_content="500 ml",
    where_sold="Cửa hàng",
)


def do(verb, *args, **kwargs):
    with transaction():
        return verb(*args, **kwargs).id


def refused(verb, *args, **kwargs):
    with pytest.raises(DomainError) as caught:
        do(verb, *args, **kwargs)
    return type(caught.value), caught.value.code, caught.value.field


def row_of(product_id):
    db.session.expire_all()
    return db.session.get_one(Product, product_id)


def changes_since(position):
    return [(change.kind, change.key) for change in list_changes(position)]


def add_picture(product_id):
    with transaction():
        db.session.add(_picture(product_id, 0))


@pytest.fixture
def facility(factory):
    return factory.facility()


@pytest.fixture
def member(factory, facility):
    return factory.member_actor(facility)


@pytest.fixture
def officer(factory):
    return factory.officer_actor(unit_code="75")


def test_a_listing_goes_from_draft_to_the_public_page(app, facility, member, officer):
    key = do(create_product, member, facility.id, ProductData(name_vi="Nước mắm", group=ProductGroup.FOOD))
    assert (row_of(key).state, row_of(key).slug) == (ProductState.DRAFT, "nuoc-mam")
    assert refused(submit_product, member, key)[1:] == ("listing_incomplete", "description_vi")
    do(edit_product, member, key, FULL)
    assert refused(submit_product, member, key)[1:] == ("listing_incomplete", "pictures")
    add_picture(key)
    do(submit_product, member, key)
    before = latest_change()
    do(publish_product, officer, key)
    product = row_of(key)
    assert (product.state, product.slug) == (ProductState.PUBLISHED, "nuoc-mam-huong-que")
    assert changes_since(before) == [("product", str(key)), ("facility", str(facility.id))]
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts == [f"catalog.product.{verb}" for verb in ("create", "edit", "submit", "publish")]


def test_a_draft_feeds_no_change(app, facility, member):
    before = latest_change()
    key = do(create_product, member, facility.id, FULL)
    do(edit_product, member, key, replace(FULL, materials="Cá linh"))
    assert changes_since(before) == []


def test_a_product_of_an_unverified_facility_is_not_published(app, factory, officer):
    waiting = factory.facility(state=FacilityState.PENDING)
    product = factory.product(waiting, state=ProductState.SUBMITTED)
    assert refused(publish_product, officer, product.id)[:2] == (RuleBroken, "facility_not_verified")


def test_publishing_twice_is_a_conflict(app, factory, facility, officer):
    product = factory.product(facility, state=ProductState.SUBMITTED)
    do(publish_product, officer, product.id)
    assert refused(publish_product, officer, product.id)[:2] == (Conflict, "wrong_state")


def test_a_returned_listing_comes_back_with_its_reasons_and_goes_again(
    app, factory, facility, member, officer
):
    product = factory.product(facility, state=ProductState.SUBMITTED)
    do(return_product, officer, product.id, [ProductReason.PICTURES, ProductReason.NAME], "Chụp lại.")
    row = row_of(product.id)
    assert (row.state, row.return_reasons, row.return_reason) == (
        ProductState.RETURNED,
        ["name", "pictures"],
        "Chụp lại.",
    )
    do(submit_product, member, product.id)
    assert (row_of(product.id).state, row_of(product.id).return_reasons) == (ProductState.SUBMITTED, [])


def test_returning_a_published_product_takes_it_off_the_site(app, factory, facility, officer):
    product = factory.product(facility)
    before = latest_change()
    do(return_product, officer, product.id, [ProductReason.CLAIMS])
    assert changes_since(before) == [("product", str(product.id)), ("facility", str(facility.id))]


def test_the_facility_withdraws_and_submits_again(app, factory, facility, member, officer):
    product = factory.product(facility)
    do(withdraw_product, member, product.id)
    assert row_of(product.id).state == ProductState.WITHDRAWN
    do(submit_product, member, product.id)
    do(withdraw_product, member, product.id)
    assert row_of(product.id).state == ProductState.DRAFT


def test_a_new_name_of_a_published_product_waits_while_the_description_shows(
    app, factory, facility, member, officer
):
    product = factory.product(facility, name_vi="Tên cũ", group=ProductGroup.FOOD)
    slug = product.slug
    do(edit_product, member, product.id, replace(FULL, name_vi="Tên mới", materials="Cá thu"))
    row = row_of(product.id)
    assert (row.name_vi, row.materials, row.proposed) == ("Tên cũ", "Cá thu", {"name_vi": "Tên mới"})
    assert row.proposed_at is not None
    do(accept_product_changes, officer, product.id)
    row = row_of(product.id)
    assert (row.name_vi, row.slug, row.proposed, row.proposed_at) == ("Tên mới", slug, {}, None)


def test_typing_the_old_name_again_ends_the_waiting(app, factory, facility, member):
    product = factory.product(facility, name_vi="Tên cũ", proposed={"name_vi": "Tên mới"})
    do(edit_product, member, product.id, replace(FULL, name_vi="Tên cũ"))
    assert row_of(product.id).proposed == {}


def test_refused_changes_leave_the_page_as_it_is(app, factory, facility, officer):
    product = factory.product(facility, proposed={"group": "khac"})
    assert refused(refuse_product_changes, officer, product.id, "")[1] == "reason_text_required"
    do(refuse_product_changes, officer, product.id, "Đúng nhóm cũ.")
    assert (row_of(product.id).group, row_of(product.id).proposed) == (ProductGroup.FOOD, {})
    assert refused(refuse_product_changes, officer, product.id, "x")[:2] == (Conflict, "nothing_proposed")


def test_a_gtin_is_kept_with_fourteen_digits_and_checked(app, facility, member):
    key = do(create_product, member, facility.id, replace(FULL, gtin="893 6010 00000 1"))
    assert row_of(key).gtin == "08936010000001"
    assert refused(create_product, member, facility.id, replace(FULL, gtin="8936010000002"))[1:] == (
        "gtin_check_digit",
        "gtin",
    )
    assert refused(create_product, member, facility.id, replace(FULL, gtin="8936010000001"))[1:] == (
        "gtin_taken",
        "gtin",
    )


def test_two_products_may_have_no_gtin(app, facility, member):
    first = do(create_product, member, facility.id, FULL)
    second = do(create_product, member, facility.id, FULL)
    assert [row_of(key).gtin for key in (first, second)] == [None, None]
    assert [row_of(key).slug for key in (first, second)] == ["nuoc-mam-huong-que", "nuoc-mam-huong-que-2"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name_vi": ""}, "required", "name_vi"),
        ({"group": "soap"}, "choice_unknown", "group"),
        ({"trademark_id": 999}, "paper_not_found", "trademark_id"),
        ({"certificate_ids": (999,)}, "paper_not_found", "certificate_ids"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(app, facility, member, changes, code, field):
    assert refused(create_product, member, facility.id, replace(FULL, **changes))[1:] == (code, field)


def test_papers_of_another_facility_cannot_be_shown(app, factory, facility, member):
    mark, paper = factory.trademark(), factory.certificate()
    for changes in ({"trademark_id": mark.id}, {"certificate_ids": (paper.id,)}):
        assert refused(create_product, member, facility.id, replace(FULL, **changes))[0] is NotFound


def test_own_papers_are_attached_and_taken_off(app, factory, facility, member):
    mark, paper = factory.trademark(facility), factory.certificate(facility)
    key = do(
        create_product, member, facility.id, replace(FULL, trademark_id=mark.id, certificate_ids=(paper.id,))
    )
    assert (row_of(key).trademark_id, [item.id for item in row_of(key).certificates]) == (mark.id, [paper.id])
    do(edit_product, member, key, FULL)
    assert (row_of(key).trademark_id, row_of(key).certificates) == (None, [])


def test_an_edit_in_another_window_is_not_overwritten(app, factory, facility, member):
    product = factory.product(facility, state=ProductState.DRAFT)
    seen = product.version
    do(edit_product, member, product.id, replace(FULL, materials="Một"), version=seen)
    assert refused(edit_product, member, product.id, replace(FULL, materials="Hai"), version=seen)[:2] == (
        Conflict,
        "stale",
    )


def test_strangers_and_members_of_others_do_not_learn_of_a_draft(app, factory, facility):
    product = factory.product(facility, state=ProductState.DRAFT)
    other = factory.member_actor(factory.facility())
    assert refused(edit_product, other, product.id, FULL)[0] is NotFound
    assert refused(publish_product, other, product.id)[0] is NotFound


def test_the_maker_does_not_publish(app, factory, facility, member):
    product = factory.product(facility, state=ProductState.SUBMITTED)
    assert refused(publish_product, member, product.id)[:2] == (NotAllowed, "own_facility")


def test_a_row_that_changed_under_the_transaction_is_a_conflict(app, factory):
    product = factory.product()
    with pytest.raises(Conflict, match="stale"), transaction() as session:
        row = session.get_one(Product, product.id)
        session.execute(
            update(Product)
            .where(Product.id == row.id)
            .values(version=99)
            .execution_options(synchronize_session=False)
        )
        row.materials = "Khác"
