from dataclasses import fields, replace

from tests.helpers.vectors import vectors
from traceability.passport.completeness import LotFacts, circular_items, decree_items, lacking
from traceability.terms import CIRCULAR_ITEMS, DECREE_ITEMS

FULL = LotFacts(
    name="Nước mắm", gtin="08938501234568", has_picture=True, maker="Hương Quê", address="Ấp 3", maker_number="3601",
    steps=3, has_made_on=True, has_best_before=True, has_code=True, trademark="Hương Quê", shelf_life="24 tháng",
    standard="TCVN 5107", certificates=1, has_inputs=True, safety_note="Có cá", origin="Đồng Nai",
)  # fmt: skip


def test_everything_there_lacks_nothing():
    assert lacking(circular_items(FULL)) == ()
    assert lacking(decree_items(FULL)) == ()
    assert all(item.met for item in circular_items(FULL))


def test_nothing_there_lacks_all_that_is_asked_of_everyone():
    assert [item.code for item in lacking(circular_items(LotFacts()))] == [
        "name", "picture", "maker", "address", "steps", "time", "code", "standard",
    ]  # fmt: skip
    assert [item.code for item in lacking(decree_items(LotFacts()))] == [
        "name_gtin", "organisation", "origin", "trace", "dates",
    ]  # fmt: skip


def test_product_without_gtin_is_named_by_its_trace_code():
    assert decree_items(replace(FULL, gtin=""))[0].met
    assert not decree_items(replace(FULL, gtin="", has_code=False))[0].met


def test_each_fact_counts_somewhere():
    empty = LotFacts()
    for field in fields(LotFacts):
        without = replace(FULL, **{field.name: getattr(empty, field.name)})
        if field.name in {"has_best_before", "shelf_life"}:
            without = replace(without, has_best_before=False, shelf_life="")
        if field.name == "gtin":
            without = replace(without, has_code=False)
        assert (circular_items(without), decree_items(without)) != (
            circular_items(FULL),
            decree_items(FULL),
        ), field.name


def test_items_have_words_and_are_as_many_as_the_law_lists():
    assert [item.code for item in circular_items(FULL)] == list(CIRCULAR_ITEMS)
    assert [item.code for item in decree_items(FULL)] == list(DECREE_ITEMS)


def test_items_are_as_many_as_the_field_map():
    listed = vectors("vietnam", "required_fields.json")
    assert len(CIRCULAR_ITEMS) == len(listed["circular_02_2024_TT_BKHCN"]["fields"])
    decree = listed["decree_37_2026_ND_CP_article_32_digital_product_passport"]
    assert len(DECREE_ITEMS) == len(decree["fields"])
