from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.enums import RoundingMode
from voting.tally.exact import MAX_DIGITS, Rounding, exact_text, parse_decimal, rounded

NOT_DECIMALS = [
    "35,5", "1e1", "+1", "-1", "-0", " 1", "1 ", "1\n", "", ".", ".5", "5.", "1.2.3", "0x10", "1_000", "٣",
    "３", "²", "NaN", "Infinity", "1\x00", "½", "1" * (MAX_DIGITS + 1),
    None, 1, 1.5, True, ["1"], {"1": "1"}, b"1",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_DECIMALS)
def test_decimal_refuses_anything_but_ascii_digits(text):
    assert parse_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", Fraction(0)), ("35.5", Fraction(71, 2)), ("007", Fraction(7)), ("0.10", Fraction(1, 10))],
)
def test_decimal_is_read_exactly(text, value):
    assert parse_decimal(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(70), "70"),
        (Fraction(63, 2), "31.5"),
        (Fraction(7825, 100), "78.25"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(1, 8), "0.125"),
        (Fraction(421, 6), "421/6"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(10**30), "1" + "0" * 30),
    ],
)
def test_exact_text_is_the_shortest(value, text):
    assert exact_text(value) == text


@given(st.fractions(min_value=0, max_value=1000))
def test_exact_text_reads_back(value):
    assert Fraction(exact_text(value)) == value


@pytest.mark.parametrize(
    ("mode", "results"),
    [
        (RoundingMode.HALF_UP, ("0", "1", "1", "2", "2", "3")),
        (RoundingMode.HALF_DOWN, ("0", "0", "1", "1", "2", "2")),
        (RoundingMode.HALF_EVEN, ("0", "0", "1", "2", "2", "2")),
        (RoundingMode.DOWN, ("0", "0", "1", "1", "2", "2")),
        (RoundingMode.FLOOR, ("0", "0", "1", "1", "2", "2")),
        (RoundingMode.UP, ("0", "1", "1", "2", "2", "3")),
        (RoundingMode.CEILING, ("0", "1", "1", "2", "2", "3")),
    ],
)
def test_rounding_settles_halves_by_mode(mode, results):
    values = [Fraction(n, 2) for n in range(6)]
    assert tuple(exact_text(rounded(value, Rounding(Fraction(1), mode))) for value in values) == results


@pytest.mark.parametrize("mode", [RoundingMode.HALF_UP, RoundingMode.HALF_DOWN, RoundingMode.HALF_EVEN])
def test_rounding_goes_to_the_nearer_side_of_a_half(mode):
    step = Rounding(Fraction(1, 4), mode)
    assert rounded(Fraction(374, 1000), step) == Fraction(1, 4)
    assert rounded(Fraction(376, 1000), step) == Fraction(1, 2)


def test_rounding_without_a_rule_keeps_the_value():
    assert rounded(Fraction(1, 3), None) == Fraction(1, 3)


@given(st.fractions(min_value=0, max_value=100), st.sampled_from(list(RoundingMode)), st.integers(1, 40))
@settings(max_examples=200)
def test_rounding_lands_on_a_neighbouring_multiple(value, mode, step):
    result = rounded(value, Rounding(Fraction(step, 8), mode))
    assert (result / Fraction(step, 8)).denominator == 1
    assert abs(result - value) < Fraction(step, 8)


def test_longest_decimal_is_two_hundred_characters():
    assert (parse_decimal("0" * 199 + "7"), parse_decimal("0" * 200 + "7")) == (7, None)


def test_half_goes_to_the_even_neighbour():
    nearest = Rounding(Fraction(1), RoundingMode.HALF_EVEN)
    assert [nearest.apply(half, 2) for half in (1, 3, 5, 7, 9)] == [0, 2, 2, 4, 4]
