"""What is typed into the form of a product is kept as a draft: by a button, by the page itself, through a log-in."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotFound
from catalog.models import Product, ProductDraft
from catalog.product_drafts.services import keep_draft
from catalog.product_drafts.tasks import clean
from tests.factories.catalog import member_actor

NEW = "/co-so-cua-toi/san-pham/moi"
TYPED = {"name_vi": "", "description_vi": "Mới viết một nửa", "gtin": "không phải số", "act": "draft"}


def drafts():
    db.session.expire_all()
    return db.session.scalars(select(ProductDraft).order_by(ProductDraft.id)).all()


def test_a_draft_without_a_name_is_a_row_that_says_so(facility, member, post):
    post(member, f"{NEW}?facility={facility.id}", **TYPED)
    assert "sản phẩm mới “chưa đặt tên”: bản nháp lúc" in member.get("/co-so-cua-toi").text
    assert "new product “unnamed”: draft of" in member.get("/en/my-facility").text
    post(member, f"{NEW}?facility={facility.id}", **TYPED | {"name_en": "Conical hat"})
    assert "sản phẩm mới “Conical hat”: bản nháp lúc" in member.get("/co-so-cua-toi").text


def test_a_draft_of_a_new_product_holds_what_could_not_be_saved(facility, member, post, login_as, factory):
    answer = post(member, f"{NEW}?facility={facility.id}", **TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{NEW}?facility={facility.id}")
    page = member.get(answer.headers["Location"]).text
    assert [text in page for text in ("Mới viết một nửa", 'value="không phải số"', "Bản nháp lúc")] == [
        True
    ] * 3
    assert "Viết tiếp sản phẩm mới “chưa đặt tên”: bản nháp lúc" in member.get("/co-so-cua-toi").text
    colleague = login_as(factory.user("facility", facility_id=facility.id))
    assert "Mới viết một nửa" not in colleague.get(f"{NEW}?facility={facility.id}").text
    assert db.session.query(Product).count() == 0
    post(member, NEW, name_vi="Trà sen", group="che-bien-nong-lam-thuy-san-thuc-pham")
    assert (db.session.query(Product).count(), drafts()) == (1, [])
    assert "Viết tiếp sản phẩm mới" not in member.get("/co-so-cua-toi").text


def test_a_draft_of_a_listing_leaves_it_alone_and_knows_its_version(facility, member, post, factory):
    product = factory.product(
        facility, name_vi="Trà sen", published_at=None, submitted_at=None, state="draft"
    )
    address, key = f"/co-so-cua-toi/san-pham/{product.id}/sua", product.id
    sent = {"name_vi": "Trà sen Tây Hồ", "group": product.group, "version": str(product.version)}
    post(member, address, **sent, act="draft")
    assert db.session.get(Product, key).name_vi == "Trà sen"
    assert 'value="Trà sen Tây Hồ"' in member.get(address).text
    with transaction() as session:
        session.get(Product, key).materials = "Sen"  # somebody else, meanwhile
    late = post(member, address, **sent)
    assert (late.status_code, 'value="Trà sen Tây Hồ"' in late.text) == (422, True)
    assert post(member, f"/co-so-cua-toi/san-pham/{key}/ban-nhap/bo", page=address).status_code == 303
    assert 'value="Trà sen"' in member.get(address).text
    assert (drafts(), db.session.get(Product, key).name_vi) == ([], "Trà sen")


def test_the_page_itself_saves_and_is_told_when(facility, member, post):
    page = f"{NEW}?facility={facility.id}"
    token = member.get(page).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = member.post(page, data=TYPED | {"csrf_token": token}, headers={"Accept": "application/json"})
    at = drafts()[0].saved_at
    assert answer.status_code == 200
    assert answer.get_json()["text"].startswith("Đã lưu bản nháp lúc ")
    refused = member.post(page, data=TYPED, headers={"Accept": "application/json"})
    assert (refused.status_code, drafts()[0].saved_at) == (400, at)
    assert post(member, f"/co-so-cua-toi/{facility.id}/ban-nhap/bo", page=page).status_code == 303
    assert drafts() == []


def field_of(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def sent_late(client, address, page, **fields):
    """As the page itself saves a draft, with what it held before."""
    data = TYPED | {"csrf_token": field_of(page, "csrf_token"), "draft_of": field_of(page, "once")} | fields
    return client.post(address, data=data, headers={"Accept": "application/json"})


def test_a_draft_of_a_new_product_that_comes_after_its_save_is_not_kept(facility, member, post):
    page = member.get(NEW).text
    assert sent_late(member, NEW, page).status_code == 200
    group = "che-bien-nong-lam-thuy-san-thuc-pham"
    post(member, NEW, name_vi="Trà sen", group=group, once=field_of(page, "once"))
    late = sent_late(member, NEW, page)
    assert (late.status_code, late.get_json()["code"], drafts()) == (409, "draft_saved", [])
    assert sent_late(member, NEW, member.get(NEW).text).status_code == 200  # the next product
    assert len(drafts()) == 1


def test_a_draft_of_a_listing_that_comes_after_its_save_is_not_kept(facility, member, post, factory):
    product = factory.product(
        facility, name_vi="Trà sen", published_at=None, submitted_at=None, state="draft"
    )
    address, old = f"/co-so-cua-toi/san-pham/{product.id}/sua", str(product.version)
    page, sent = member.get(address).text, {"group": product.group, "version": old}
    post(member, address, name_vi="Trà sen Tây Hồ", **sent)
    late = sent_late(member, address, page, version=old)
    assert (late.status_code, late.get_json()["code"], drafts()) == (409, "stale", [])
    shown = post(member, address, name_vi="Trà nhài", act="draft", **sent)
    assert (shown.status_code, 'value="Trà nhài"' in shown.text, drafts()) == (422, True, [])
    assert field_of(shown.text, "version") != old


def test_a_draft_goes_after_a_quarter_and_with_its_product(facility, factory):
    actor, product_id = member_actor(facility), factory.product(facility).id
    other_id = factory.product().id
    with transaction():
        keep_draft(actor, facility.id, product_id, {"name_vi": "A"}, 1)
        keep_draft(actor, facility.id, None, {"name_vi": "B"}, 0)
    with pytest.raises(NotFound), transaction():
        keep_draft(actor, facility.id, other_id, {"name_vi": "C"}, 1)
    with use_clock(FixedClock(utc_now() + timedelta(days=89))):
        clean()
        assert len(drafts()) == 2
    with use_clock(FixedClock(utc_now() + timedelta(days=91))):
        clean()
        assert drafts() == []


def test_a_draft_longer_than_a_form_is_refused_on_the_page_and_stays_typed(facility, member, post):
    answer = post(member, f"{NEW}?facility={facility.id}", **TYPED | {"description_vi": "x" * 60_001})
    assert answer.status_code == 422
    assert ("x" * 60_001 in answer.text, 'value="không phải số"' in answer.text) == (True, True)
    assert drafts() == []
