"""Which changes of a public page wait and which show with a mark."""

from dataclasses import fields

import pytest

from catalog.change_rules import FACILITY_RULES, PRODUCT_RULES, Handling, Rule, handling_of
from catalog.facilities.services import FacilityData
from catalog.labels import FACILITY_FIELDS, PRODUCT_FIELDS
from catalog.products.services import ProductData


@pytest.mark.parametrize(
    ("field", "value", "in_force", "handling"),
    [
        ("name_vi", "Tên mới", False, Handling.WAIT),
        ("group", "khac", False, Handling.WAIT),
        ("is_set", True, False, Handling.WAIT),
        ("description_vi", "Ủ trong thùng gỗ.", False, Handling.MARK),
        ("description_vi", "Ủ trong thùng gỗ.", True, Handling.WAIT),
        ("description_vi", "Chữa khỏi ung thư.", False, Handling.WAIT),
        ("materials", "cá cơm, muối", True, Handling.WAIT),
        ("where_sold", "Chợ Bến Thành", True, Handling.MARK),
        ("where_sold", "Nhà thuốc, đặc trị ho", False, Handling.WAIT),
        ("trademark_id", 3, True, Handling.MARK),
        ("gtin", None, True, Handling.WAIT),
    ],
)
def test_a_change_of_a_product(field, value, in_force, handling):
    assert handling_of(PRODUCT_RULES[field], value, in_force=in_force, held=frozenset()) is handling


@pytest.mark.parametrize(
    ("field", "value", "in_force", "handling"),
    [
        ("website", "https://moi.example", False, Handling.WAIT),
        ("website", "", True, Handling.WAIT),
        ("name", "Tên mới", False, Handling.WAIT),
        ("about_vi", "Làm từ năm 1990.", False, Handling.MARK),
        ("about_vi", "Làm từ năm 1990.", True, Handling.WAIT),
        ("about_en", "Heals everything", False, Handling.WAIT),
        ("founded_year", 1990, True, Handling.WAIT),
        ("phone", "0901 234 568", True, Handling.MARK),
        ("email", "moi@example.vn", False, Handling.MARK),
        ("address", "Ấp 4", True, Handling.MARK),
    ],
)
def test_a_change_of_a_facility(field, value, in_force, handling):
    assert handling_of(FACILITY_RULES[field], value, in_force=in_force, held=frozenset()) is handling


def test_every_field_that_a_maker_may_change_has_a_rule_and_a_name():
    of_facilities = {field.name for field in fields(FacilityData)} - {"consent"}
    of_products = {field.name for field in fields(ProductData)} - {"certificate_ids"}
    assert set(FACILITY_RULES) == of_facilities == set(FACILITY_FIELDS)
    assert set(PRODUCT_RULES) == of_products | {"certificates", "links", "pictures"} == set(PRODUCT_FIELDS)
    assert set(FACILITY_RULES.values()) == set(PRODUCT_RULES.values()) == set(Rule)
