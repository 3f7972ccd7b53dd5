import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.gs1 import check_digit, check_digit_is_right, gtin_is_valid, gtin_problem, normalise_gtin

bodies = st.text("0123456789", min_size=1, max_size=17)


@pytest.mark.parametrize(
    ("body", "digit"),
    [
        ("893850123456", "8"),
        ("0952012345678", "8"),
        ("00614141123456789", "0"),
        ("40170725", "6"),
        ("0", "0"),
    ],
)
def test_check_digit_known_keys(body, digit):
    assert check_digit(body) == digit


@pytest.mark.parametrize("text", ["", "12a", "１２", "1 2", "-1"])
def test_check_digit_refuses_anything_but_digits(text):
    with pytest.raises(ValueError, match="digits"):
        check_digit(text)


@settings(max_examples=60)
@given(bodies)
def test_check_digit_is_the_only_right_one(body):
    assert [digit for digit in "0123456789" if check_digit_is_right(body + digit)] == [check_digit(body)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("8938501234568", None),
        ("08938501234568", None),
        (" 893 850-123 4568\u00a0", None),
        ("95201232", "gtin_check_digit"),
        ("95201238", None),
        ("012345678905", None),
        ("8938501234561", "gtin_check_digit"),
        ("893850123456", "gtin_check_digit"),
        ("89385012345", "gtin_length"),
        ("089385012345680", "gtin_length"),
        ("", "gtin_characters"),
        ("893850123456I", "gtin_characters"),
        ("８９３８５０１２３４５６１", "gtin_characters"),
        ("00000000", "gtin_zero"),
    ],
)
def test_gtin_problem(text, problem):
    assert gtin_problem(text) == problem
    assert gtin_is_valid(text) is (problem is None)


def test_normalise_gtin_pads_to_fourteen():
    assert normalise_gtin("893 8501 23456 8") == "08938501234568"


def test_normalise_gtin_carries_the_code():
    with pytest.raises(ValueError, match=r"^gtin_length$"):
        normalise_gtin("123")
