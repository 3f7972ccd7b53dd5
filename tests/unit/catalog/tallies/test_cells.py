"""What a recognition is counted as."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from catalog.tallies.cells import (
    AwardFacts,
    award_cell,
    award_numbers,
    cell_columns,
    difference,
    facility_numbers,
    product_cell,
    product_numbers,
)

FACTS = AwardFacts(
    level="province", year=2024, unit_id=12, group="craft", round_id=3, number="CN-1", valid_until=date(2028, 12, 31),
    is_public=True, is_corrected=False, is_ended=False,
)  # fmt: skip


def test_a_public_recognition_counts_in_each_facet_each_pair_and_among_the_certificates():
    assert award_cell(FACTS) == "province|2024|12|craft|3|listed|2028-12-31"
    assert set(award_numbers(award_cell(FACTS))) == {
        ("award", ""),
        ("award.level", "province"), ("award.year", "2024"), ("award.province", "12"), ("award.group", "craft"),
        ("award.round", "3"),
        ("award.level.year", "province|2024"), ("award.level.province", "province|12"),
        ("award.level.group", "province|craft"), ("award.level.round", "province|3"),
        ("award.year.province", "2024|12"), ("award.year.group", "2024|craft"), ("award.year.round", "2024|3"),
        ("award.province.group", "12|craft"), ("award.province.round", "12|3"), ("award.group.round", "craft|3"),
        ("award.cell", "province|2024|12|craft|3"), ("certificate", ""), ("award.ends", "2028-12-31"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"is_ended": True}, "province|2024|12|craft|3|listed|"),
        ({"is_public": False}, "province|2024|12|craft|3||"),
        ({"is_public": False, "round_id": None}, ""),
        ({"is_corrected": True, "is_ended": True}, "|||||listed|"),
        ({"round_id": None, "number": None}, "province|2024|12|craft|||2028-12-31"),
    ],
)
def test_what_is_left_out(changes, cell):
    assert award_cell(replace(FACTS, **changes)) == cell


def test_nothing_is_counted_as_nothing():
    assert list(award_numbers("")) == []
    assert list(product_numbers("")) == []
    assert list(facility_numbers("")) == []


def test_a_product_counts_for_its_group_and_its_province():
    assert list(product_numbers(product_cell("food", 7))) == [("product", "food"), ("product.unit", "7")]
    assert list(facility_numbers("7")) == [("facility", "7")]


def test_a_change_moves_only_the_numbers_that_differ():
    before = award_numbers("province|2024||craft|||")
    after = award_numbers("province|2025||craft|||")
    assert difference(before, after) == Counter({
        ("award.year", "2024"): -1, ("award.year", "2025"): 1,
        ("award.level.year", "province|2024"): -1, ("award.level.year", "province|2025"): 1,
        ("award.year.group", "2024|craft"): -1, ("award.year.group", "2025|craft"): 1,
        ("award.cell", "province|2024||craft|"): -1, ("award.cell", "province|2025||craft|"): 1,
    })  # fmt: skip


def test_certificate_outside_of_results_adds_to_the_certificates_alone():
    assert list(award_numbers("|||||listed|")) == [("certificate", "")]
    assert list(award_numbers("province|2024|12|craft|||"))[-1] == ("award.cell", "province|2024|12|craft|")


def test_number_of_all_facets_is_kept_by_columns():
    assert cell_columns("province|2024|12|craft|3") == {
        "level": "province", "year": 2024, "unit": 12, "group": "craft", "round": 3,
    }  # fmt: skip
    assert cell_columns("province|2024|12|craft|")["round"] == 0


def test_facility_counts_for_its_unit():
    assert list(facility_numbers("7")) == [("facility", "7")]
