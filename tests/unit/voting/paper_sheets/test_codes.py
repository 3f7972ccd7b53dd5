import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.paper_sheets.codes import ALPHABET, LENGTH, draw_paper_code, read_paper_code, show_paper_code

codes = st.lists(st.sampled_from(ALPHABET), min_size=LENGTH - 1, max_size=LENGTH - 1).map(
    lambda signs: draw_paper_code(lambda _all: signs.pop())
)


def test_drawn_code_is_random_and_reads_back():
    drawn = {draw_paper_code() for _ in range(50)}
    assert len(drawn) == 50
    assert [read_paper_code(code) for code in sorted(drawn)] == sorted(drawn)


@settings(max_examples=60)
@given(codes)
def test_code_is_read_in_every_spelling(code):
    address = f"https://example.vn/can-bo/phieu-giay/{code}?ky=ky-1&ma=K7M42&gk=G1"
    spellings = [code, show_paper_code(code), f" {code.lower()} ", " ".join(code), address, f"/x/{code}/"]
    assert {read_paper_code(text) for text in spellings} == {code}


@settings(max_examples=60)
@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_out(code, place, sign):
    wrong = code[:place] + sign + code[place + 1 :]
    assert read_paper_code(wrong) == (code if sign == code[place] else None)


@settings(max_examples=60)
@given(codes, st.integers(0, LENGTH - 2))
def test_two_characters_changed_about_are_found_out(code, place):
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_paper_code(wrong) == (code if wrong == code else None)


@pytest.mark.parametrize("text", ["", "K7M4", "????????", "00000000", "K7M4H2XPK7M4"])
def test_what_is_no_code_is_none(text):
    assert read_paper_code(text) is None


def test_printed_code_has_a_gap():
    assert show_paper_code("K7M4H2XP") == "K7M4-H2XP"


def test_alphabet_has_a_prime_number_of_characters():
    assert len(set(ALPHABET)) == 23
