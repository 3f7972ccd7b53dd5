"""What a page says about a producer that it may not name, or that nobody named."""

from app.core.database.transaction import transaction
from catalog.enums import AwardSource, FacilityKind
from catalog.listings.public import get_catalogue_stats
from catalog.models import Facility
from catalog.names import UNNAMED, WITHHELD

NOTICE = "Báo địa phương, 31/08/2021"


def noticed(factory, name, **changes):
    owner = factory.facility(name=name, source=NOTICE, registration_number=None, **changes)
    product = factory.product(owner, source=NOTICE, name_en="")
    factory.award(product, number=None, source=AwardSource.PUBLISHED_NOTICE, source_text=NOTICE)
    return product


def test_producer_without_a_name_is_told_in_the_language_of_the_page(client, factory):
    unnamed = noticed(factory, f"{UNNAMED} (Bình Thuận)")
    withheld = noticed(factory, f"{WITHHELD}: Bánh chưng bà Ba Hội", kind=FacilityKind.HOUSEHOLD)
    english = [client.get(f"/en/products/{product.slug}").text for product in (unnamed, withheld)]
    assert '<span class="muted">Not named in the source</span>' in english[0]
    assert "Household business (name withheld)<span lang=vi>: Bánh chưng bà Ba Hội</span>" in english[1]
    page = client.get(f"/san-pham/{unnamed.slug}").text
    assert '<span class="muted">Không nêu tên trong nguồn</span>' in page.partition("<main")[2]


def test_kind_that_a_notice_does_not_name_is_not_guessed(client, factory):
    product = noticed(factory, "Công ty Biển Xanh")
    known = factory.product(factory.facility(kind=FacilityKind.COOPERATIVE))
    kinds = [client.get(f"/api/v1/facilities/{row.facility.slug}").json["kind"] for row in (product, known)]
    assert kinds == [None, "hop-tac-xa"]
    assert "Doanh nghiệp" not in client.get(f"/co-so/{product.facility.slug}").text
    assert "Hợp tác xã" in client.get(f"/co-so/{known.facility.slug}").text


def test_day_that_a_notice_does_not_name_is_not_told(client, factory):
    award = client.get(f"/api/v1/products/{noticed(factory, 'Công ty Biển Xanh').slug}").json["awards"][0]
    assert (award["number"], award["issued_on"]) == (None, None)


def test_provinces_are_counted_as_they_are_today(factory):
    for code, version in (("75", "2025"), ("75", "2004"), ("70", "2004")):
        unit = factory.unit(code, version)
        factory.product(factory.facility(unit_id=unit.id))
    assert get_catalogue_stats().provinces == 1


def test_certificate_of_a_person_who_took_consent_back_keeps_its_number_and_loses_the_name(client, factory):
    owner = factory.facility(name="Hộ ông Nguyễn Văn Mẫu", kind=FacilityKind.HOUSEHOLD)
    award = factory.award(factory.product(owner), producer_name=owner.name)
    number, owner_id = award.number, owner.id
    path = f"/giay-chung-nhan/{number}"
    with transaction() as session:
        session.get_one(Facility, owner_id).consent_at = None
    pages = [client.get(place).text for place in (path, f"/en/certificates/{number}", "/giay-chung-nhan.csv")]
    assert [("Nguyễn Văn Mẫu" in page, number in page) for page in pages] == [(False, True)] * 3
    assert "Hộ kinh doanh, Đồng Nai" in pages[0]
    assert "Household business, Dong Nai" in pages[1]
    assert client.get(f"/api/v1/certificates/{number}").json["producer"] is None
    assert client.get(f"{path}.pdf").status_code == 404
