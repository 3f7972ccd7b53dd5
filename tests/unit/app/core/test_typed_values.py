"""Numbers, days and hours as typed: one reading, or a refusal that names both."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import RuleBroken
from app.core.typed_values import read_day, read_decimal, read_number, read_time, read_whole, typed_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("31,5", "31.5"), ("31.5", "31.5"), ("1500", "1500"), ("1.500,25", "1500.25"), (" 1 500 ", "1500"),
     ("0,125", "0.125"), ("-4", "-4"), ("\u22124", "-4"), ("1,1250", "1.1250"), ("1.500.000", "1500000"),
     ("1,500.25", "1500.25"), ("12\u00a0000,5", "12000.5"), ("0.500", "0.5")],
)  # fmt: skip
def test_number_is_read_as_written(text, value):
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "thousands", "part"),
    [("1.500", "1500", "1,5"), ("1,500", "1500", "1,5"), ("12,000", "12000", "12"), ("-1.500", "-1500", "-1,5"),
     ("1.125", "1125", "1,1250")],
)  # fmt: skip
def test_number_with_two_readings_is_refused_with_both(text, thousands, part):
    with pytest.raises(RuleBroken, match="number_unclear") as refused:
        read_number(text)
    assert refused.value.params == {"thousands": thousands, "decimal": part}


@pytest.mark.parametrize(
    "text",
    ["nhiều", "1,2,3", "1e9", "", "NaN", "sNaN", "Infinity", "-inf", "1_000", "٣١", "３１", "1.50.000", "1.500.000.5",
     "0.500.000", "0 500", "0,500.25", "1 5", "--1", "+1", "1" * 41],
)  # fmt: skip
def test_what_is_no_number_is_refused(text):
    with pytest.raises(RuleBroken, match="number_form"):
        read_number(text)


@settings(max_examples=60)
@given(st.decimals(min_value=-(10**8), max_value=10**8, places=3))
def test_number_typed_by_the_program_is_read_back(value):
    assert read_number(typed_number(value)) == value


@pytest.mark.parametrize("text", ["1.125", "-3", "0.5"])
def test_decimal_of_a_program_is_plain(text):
    assert read_decimal(text) == Decimal(text)


@pytest.mark.parametrize("text", ["1,5", "1e3", "x", "", "NaN", "١", " 1"])
def test_decimal_of_a_program_that_is_none_is_refused(text):
    with pytest.raises(RuleBroken, match="number_form"):
        read_decimal(text)


@pytest.mark.parametrize("text", ["22/11/2026", "22.11.2026", "2026-11-22", "22-11-2026"])
def test_day_is_read(text):
    assert read_day(text) == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["31/2/2026", "11/2026", "٢٢/11/2026", ""])
def test_day_that_is_none_is_refused(text):
    with pytest.raises(RuleBroken, match="day_form"):
        read_day(text)


@pytest.mark.parametrize(("text", "at"), [("14:30", time(14, 30)), ("8h", time(8)), ("8 h 05", time(8, 5))])
def test_time_is_read(text, at):
    assert read_time(text) == at


@pytest.mark.parametrize("text", ["25:00", "8", "8:75", "sáng"])
def test_time_that_is_none_is_refused(text):
    with pytest.raises(RuleBroken, match="time_form"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.500", 1500), ("1,500", 1500), ("1 500", 1500), ("1.500.000", 1_500_000), (" 12 ", 12)],
)
def test_a_whole_number_with_marks_of_thousands_has_one_reading(text, number):
    assert read_whole(text) == number


@pytest.mark.parametrize(
    "text",
    ["2,5", "bốn", "", "1.50", "1e3", "1.500,000", "1,500.000", "1 500,000", "1.500 000", "1.500.000,000"],
)
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(RuleBroken):
        read_whole(text)


@pytest.mark.parametrize("text", ["0.500", "0,500", "000.001", "0 500", "012.500", "000 001"])
def test_thousands_never_begin_with_nought(text):
    with pytest.raises(RuleBroken, match="number_form"):
        read_whole(text)
