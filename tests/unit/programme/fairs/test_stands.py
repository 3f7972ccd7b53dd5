"""Stands typed as lines, and the rows of their plan."""

import pytest

from app.core.errors import RuleBroken
from programme.fairs.stands import StandLine, read_stands, rows_of, stand_order


def test_a_line_names_stand_facility_support_and_products():
    assert read_stands("a1; 3600123456 ; có; nước mắm, mắm  ruốc\n\nB2\nC3\tHợp tác xã Sen\tkhông\t*") == [
        StandLine(1, "A1", "3600123456", True, ("nước mắm", "mắm ruốc")),
        StandLine(3, "B2"),
        StandLine(4, "C3", "Hợp tác xã Sen", False, ("*",)),
    ]


def test_every_wrong_line_is_told_with_its_number():
    with pytest.raises(RuleBroken) as refusal:
        read_stands("A1\n; 3600123456\nA1; x\nA2; x; thế\nA3;;;nước mắm\nA4;a;b;c;d\n" + "A" * 21)
    found = [(one.code, one.params["line"]) for one in (refusal.value, *refusal.value.also)]
    assert found == [
        ("stand_code_missing", 2),
        ("stand_named_twice", 3),
        ("stand_support_form", 4),
        ("stand_product", 5),
        ("stand_columns", 6),
        ("stand_code_long", 7),
    ]
    assert refusal.value.field == "stands"


def test_nothing_typed_and_too_many_stands_are_refused():
    with pytest.raises(RuleBroken, match="required"):
        read_stands(" \n ")
    with pytest.raises(RuleBroken, match="too_many_stands"):
        read_stands("\n".join(f"A{number}" for number in range(501)))


def test_the_plan_has_a_row_for_each_letter_and_breaks_wide_ones():
    assert rows_of(["B1", "A10", "A2", "A1", "7"], 2) == [["7"], ["A1", "A2"], ["A10"], ["B1"]]
    assert sorted(["A10", "A2", "B1", "10", "9"], key=stand_order) == ["9", "10", "A2", "A10", "B1"]
