from datetime import date

import pytest
from sqlalchemy import select

from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import NotFound
from catalog.enums import Region, UnitKind
from catalog.models import AdministrativeUnit
from catalog.units.queries import get_unit, list_units, present_unit, unit_named
from catalog.units.services import english_name, sync_units

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_units_count_63_until_june_2025_and_34_from_july(app):
    assert len(list_units(BEFORE)) == 63
    assert len(list_units(AFTER)) == 34


def test_units_of_2004_count_28_15_20_by_region(app):
    found = [unit.region for unit in list_units(BEFORE)]
    assert [found.count(region) for region in Region] == [28, 15, 20]


def test_units_of_2025_count_18_8_8_by_region(app):
    found = [unit.region for unit in list_units(AFTER)]
    assert [found.count(region) for region in Region] == [18, 8, 8]


def test_every_unit_of_2004_became_one_of_2025_and_every_one_of_2025_came_from_some(app):
    successors = {present_unit(unit).code for unit in list_units(BEFORE)}
    assert successors == {unit.code for unit in list_units(AFTER)}


def test_syncing_again_changes_nothing_and_repairs_a_wrong_fact(app):
    with transaction():
        assert sync_units() == 0
    with transaction():
        get_unit("2025", "68").region = Region.SOUTH
    with transaction():
        assert sync_units() == 1
    assert get_unit("2025", "68").region == Region.CENTRE


def test_syncing_keeps_ids(app):
    before = {unit.id: unit.code for unit in db.session.scalars(select(AdministrativeUnit))}
    with transaction():
        sync_units()
    assert {unit.id: unit.code for unit in db.session.scalars(select(AdministrativeUnit))} == before


def test_a_reused_code_means_another_unit_in_each_list(app):
    assert get_unit("2004", "44").name_vi == "Quảng Bình"
    assert get_unit("2025", "44").name_vi == "Quảng Trị"


def test_present_unit_follows_the_merger_across_regions(app):
    old = get_unit("2004", "60")
    assert (old.name_vi, old.region) == ("Bình Thuận", Region.SOUTH)
    assert (present_unit(old).name_vi, present_unit(old).region) == ("Lâm Đồng", Region.CENTRE)
    assert "uncertain" in present_unit(old).note


def test_hue_and_dong_nai_were_provinces_before_they_were_cities(app):
    hue, dong_nai = get_unit("2004", "46"), get_unit("2025", "75")
    assert (hue.name_on(date(2024, 12, 31)), hue.kind_on(date(2024, 12, 31))) == (
        "Thừa Thiên Huế",
        UnitKind.PROVINCE,
    )
    assert (hue.name_on(date(2025, 1, 1)), hue.kind_on(date(2025, 1, 1))) == ("Huế", UnitKind.CITY)
    assert dong_nai.kind_on(date(2026, 4, 29)) == UnitKind.PROVINCE
    assert dong_nai.kind_on(date(2026, 4, 30)) == UnitKind.CITY


def test_units_on_different_days_number_six_and_seven_cities(app):
    cities = [unit for unit in list_units(AFTER) if unit.kind_on(AFTER) == UnitKind.CITY]
    later = [unit for unit in list_units(AFTER) if unit.kind_on(date(2026, 4, 30)) == UnitKind.CITY]
    assert (len(cities), len(later)) == (6, 7)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Đắk Lắk", "66"),
        ("ĐẮK LẮK", "66"),
        ("tinh dak lak", "66"),
        ("TP. Hồ Chí Minh", "79"),
        ("Thành phố Hồ Chí Minh", "79"),
        ("TPHCM", "79"),
        ("Ho Chi Minh City", "79"),
        ("Hanoi", "01"),
        ("hà nội", "01"),
    ],
)
def test_unit_is_found_by_name_however_it_is_typed(app, typed, code):
    assert unit_named(typed, AFTER).code == code


def test_unit_is_found_by_the_name_of_its_day(app):
    assert unit_named("Thừa Thiên - Huế", date(2018, 7, 1)).code == "46"
    assert unit_named("Bà Rịa-Vũng Tàu", date(2020, 1, 1)).code == "77"
    assert unit_named("Trà Vinh", date(2023, 12, 1)).list_version == "2004"
    assert unit_named("Trà Vinh", AFTER) is None


def test_names_of_one_list_are_distinct_in_every_spelling(app):
    for day in (BEFORE, AFTER):
        units = list_units(day)
        assert len({unit.slug for unit in units}) == len(units)
        assert [unit_named(unit.name_vi, day) for unit in units] == units


def test_units_are_listed_in_dictionary_order(app):
    names = [unit.name_vi for unit in list_units(AFTER)]
    assert names[:4] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng"]
    assert names.index("Đà Nẵng") < names.index("Đắk Lắk") < names.index("Điện Biên")


def test_english_names_have_no_marks():
    assert [english_name(name) for name in ("Đắk Lắk", "Hà Nội", "Hồ Chí Minh", "Huế")] == [
        "Dak Lak",
        "Hanoi",
        "Ho Chi Minh City",
        "Hue",
    ]


def test_an_unknown_unit_is_not_found(app):
    with pytest.raises(NotFound):
        get_unit("2025", "02")
