import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.codes.code import (
    ALPHABET,
    LENGTH,
    CodeKind,
    code_is_authentic,
    grouped,
    new_code,
    normalise_code,
)

KEY = b"a register's own secret key"
kinds = st.sampled_from(CodeKind)
numbers = st.integers(0, 2**65 - 1)


def make(kind: CodeKind, number: int) -> str:
    return new_code(KEY, kind, bits=lambda _count: number)


@given(kinds, numbers)
def test_code_fits_a_gs1_serial_and_is_its_own_normal_form(kind, number):
    code = make(kind, number)
    assert len(code) == LENGTH == 20
    assert set(code) <= set(ALPHABET)
    assert normalise_code(code) == code
    assert code[0] == kind
    assert code_is_authentic(KEY, code)


@given(kinds, numbers)
def test_code_is_read_however_people_type_it(kind, number):
    code = make(kind, number)
    typed = " " + grouped(code).lower().replace("0", "o").replace("1", "l").replace("-", " - ", 2)
    assert normalise_code(typed) == code
    assert code_is_authentic(KEY, typed)


@given(kinds, numbers, st.integers(1, LENGTH - 1), st.integers(1, 31))
def test_code_with_one_wrong_character_is_refused(kind, number, place, shift):
    code = make(kind, number)
    wrong = ALPHABET[(ALPHABET.index(code[place]) + shift) % 32]
    assert not code_is_authentic(KEY, code[:place] + wrong + code[place + 1 :])


@given(numbers)
def test_code_of_one_kind_never_passes_as_the_other(number):
    code = make(CodeKind.LOT, number)
    assert not code_is_authentic(KEY, CodeKind.ITEM + code[1:])


def test_code_of_another_register_is_refused():
    assert not code_is_authentic(b"another register's key", make(CodeKind.ITEM, 7))


def test_codes_take_their_randomness_from_the_system():
    assert len({new_code(KEY, CodeKind.ITEM) for _ in range(200)}) == 200


def test_code_asks_for_at_least_64_random_bits():
    asked = []
    new_code(KEY, CodeKind.ITEM, bits=lambda count: asked.append(count) or 0)
    assert asked == [65]


def test_code_format_stays_as_printed():
    assert grouped(make(CodeKind.ITEM, 1)) == "S000-0000-0000-01FV-5QCM"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "S",
        "S" * 21,
        "X0000000000001234567",
        "U" * 20,
        "S00000000000001234567",
        "S000000000000é123456",
        "S" * 100,
    ],
)
def test_text_that_cannot_be_a_code_is_none(text):
    assert normalise_code(text) is None
    assert not code_is_authentic(KEY, text)


def test_short_key_is_refused():
    with pytest.raises(ValueError, match="at least 16 bytes"):
        new_code(b"short", CodeKind.LOT)
