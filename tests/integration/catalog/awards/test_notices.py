from dataclasses import replace
from datetime import date

import pytest

from app.core.actor import SYSTEM
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from catalog.awards.notices import Notice, record_notice
from catalog.enums import AwardSource, FacilityKind, Level, ProductGroup, Validity
from catalog.listings.public import get_public_product
from catalog.models import Award, Facility, Product

NOTICE = Notice(
    name_vi="Bộ sản phẩm nước mắm",
    producer="HTX Biển Xanh",
    province="Bình Thuận",
    group=ProductGroup.FOOD,
    level=Level.REGION,
    year=2018,
    source="https://example.vn/notice",
    note="group inferred",
)


def record(notice, actor=SYSTEM):
    with transaction():
        return record_notice(actor, notice).id


def test_a_notice_becomes_a_public_product_with_a_lapsed_recognition_of_its_day(app):
    award = db.session.get_one(Award, record(NOTICE))
    product = get_public_product(award.product.slug)
    assert (product.is_set, product.source, product.gtin, product.pictures) == (True, NOTICE.source, None, [])
    assert (product.facility.unit.name_vi, product.facility.kind) == ("Lâm Đồng", FacilityKind.COOPERATIVE)
    assert (award.unit_name, award.number, award.source) == ("Bình Thuận", None, AwardSource.PUBLISHED_NOTICE)
    assert (award.valid_until, award.validity_on(date(2026, 11, 21))) == (
        date(2021, 12, 31),
        Validity.EXPIRED,
    )
    assert product.facility.registration_number is None


def test_the_same_line_again_adds_nothing_and_another_level_adds_an_award(app):
    first = record(NOTICE)
    assert record(NOTICE) == first
    record(replace(NOTICE, level=Level.NATIONAL, year=2019))
    counted = [db.session.query(kind).count() for kind in (Facility, Product, Award)]
    assert counted == [1, 1, 2]


def test_a_producer_who_is_not_named_is_not_invented(app):
    award = db.session.get_one(Award, record(replace(NOTICE, producer="")))
    assert award.producer_name == "Cơ sở không nêu tên (Lâm Đồng)"


def test_only_the_program_records_notices_and_only_of_real_provinces(app, factory):
    for notice, actor in ((NOTICE, factory.officer_actor()), (replace(NOTICE, province="Atlantis"), SYSTEM)):
        with pytest.raises(DomainError):
            record(notice, actor)
