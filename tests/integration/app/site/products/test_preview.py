"""The preview of a listing is its public page under a band."""

import re
from datetime import timedelta

import pytest

from app.core.clock import today
from app.core.errors import NotFound
from app.site.products.rows import get_rows_of_any_state
from catalog.enums import ProductState


def main_of(page):
    found = re.search(r"<h1.*?</h1>.*?<div class=\"product-body\">", page, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_preview_is_the_public_page_with_a_band(factory, facility, member, client):
    product = factory.product(facility, name_vi="Nước mắm Sen")
    preview = member.get(f"/co-so-cua-toi/san-pham/{product.id}/xem-truoc").text
    assert main_of(preview) == main_of(client.get(f"/san-pham/{product.slug}").text)
    assert "Bản xem trước: chỉ cơ sở và cán bộ phụ trách nhìn thấy." in preview
    assert 'content="noindex"' in preview


def test_a_draft_has_a_preview_for_its_maker_alone(factory, facility, member, login_as, client):
    product = factory.product(facility, state=ProductState.DRAFT)
    path = f"/co-so-cua-toi/san-pham/{product.id}/xem-truoc"
    assert member.get(path).status_code == 200
    other = login_as(factory.user("facility", facility_id=factory.facility(name="HTX Chè").id))
    assert other.get(path).status_code == 404
    assert client.get(f"/san-pham/{product.slug}").status_code == 404


def test_preview_of_what_is_gone_is_not_found(app):
    with pytest.raises(NotFound):
        get_rows_of_any_state("khong-co")


def test_recognition_that_begins_later_is_not_shown_before_its_day(factory, facility, client):
    product = factory.product(facility)
    award = factory.award(product, issued_on=today() + timedelta(days=3))
    assert award.number not in client.get(f"/san-pham/{product.slug}").text
