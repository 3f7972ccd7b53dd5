"""The number under the scratch layer."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.codes.scratch_numbers.pin import (
    grouped_pin,
    pin_fits,
    pin_hash,
    pin_of,
    read_pin,
    wait_after,
)

KEY, OTHER = b"k" * 32, b"o" * 32
codes = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=20, max_size=20)


@given(codes)
def test_number_of_a_code_is_always_the_same_eight_digits(code):
    pin = pin_of(KEY, code)
    assert (len(pin), pin.isdigit(), pin_of(KEY, code)) == (8, True, pin)
    assert pin_of(OTHER, code) != pin or pin_hash(OTHER, code, pin) != pin_hash(KEY, code, pin)


@given(codes, st.integers(1, 10**8 - 1))
def test_only_the_right_number_fits_however_it_is_typed(code, shift):
    pin = pin_of(KEY, code)
    stored = pin_hash(KEY, code, pin)
    wrong = f"{(int(pin) + shift) % 10**8:08}"
    assert pin_fits(KEY, code, grouped_pin(pin), stored)
    assert pin_fits(KEY, code, f" {pin[:2]}-{pin[2:]}", stored)
    assert not pin_fits(KEY, code, wrong, stored)
    assert pin not in stored


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨"])
def test_what_is_no_number_is_none(typed):
    assert read_pin(typed) is None
    assert not pin_fits(KEY, "S", typed, pin_hash(KEY, "S", "12345678"))


def test_waiting_doubles_and_ends():
    waits = [wait_after(n).total_seconds() for n in (0, 1, 2, 3, 4, 5, 8, 1000)]
    assert waits == [0, 0, 0, 30, 60, 120, 900, 900]
    assert wait_after(10**9) == timedelta(minutes=15)
