from dataclasses import replace

import pytest

from catalog.enums import CertificateKind, ProductGroup
from catalog.products.completeness import ListingFacts, listing_requirements, missing_requirements

FULL = ListingFacts(
    name_vi="Giỏ mây",
    group=ProductGroup.CRAFT,
    description_vi="x" * 50,
    materials="Mây",
    dimensions="30 cm",
    where_sold="Chợ",
    pictures=1,
)


def codes(facts):
    return [item.code for item in missing_requirements(facts)]


def wishes(facts):
    return [item.code for item in listing_requirements(facts) if not item.needed and not item.met]


def test_an_empty_listing_lacks_everything_needed():
    assert codes(ListingFacts()) == [
        "name",
        "group",
        "description",
        "materials",
        "size",
        "where_sold",
        "picture",
    ]


def test_a_listing_with_all_that_is_needed_may_be_submitted():
    assert codes(FULL) == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"description_vi": "x" * 49}, ["description"]),
        ({"dimensions": ""}, ["size"]),
        ({"dimensions": "", "net_content": "500 ml"}, []),
        ({"pictures": 0}, ["picture"]),
    ],
)
def test_each_needed_point_is_judged_alone(changes, missing):
    assert codes(replace(FULL, **changes)) == missing


def test_what_makes_a_listing_better_is_never_needed():
    assert wishes(FULL) == ["three_pictures", "picture_text", "english", "gtin", "trademark"]
    better = replace(
        FULL,
        pictures=3,
        pictures_described=3,
        name_en="Basket",
        description_en="…",
        gtin="1",
        has_trademark=True,
    )
    assert wishes(better) == []


def test_food_is_asked_for_its_safety_certificate():
    food = replace(FULL, group=ProductGroup.FOOD)
    assert wishes(food)[-1] == "food_safety"
    safe = replace(food, certificate_kinds=frozenset({CertificateKind.FOOD_SAFETY}))
    assert "food_safety" not in wishes(safe)


def test_nothing_is_done_where_there_is_nothing():
    met = {item.code: item.met for item in listing_requirements(ListingFacts())}
    assert met["picture_text"] is False
    shown = {
        item.code: item.met for item in listing_requirements(ListingFacts(pictures=2, pictures_described=2))
    }
    assert shown["picture_text"] is True
