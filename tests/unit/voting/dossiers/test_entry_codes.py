import itertools

import pytest

from voting.dossiers.entry_codes import DIGITS, LETTERS, draw_codes
from voting.errors import AssignmentError


def test_codes_are_distinct_and_of_the_agreed_form():
    codes = draw_codes(300)
    assert len(set(codes)) == 300
    pattern = (LETTERS, LETTERS, "-", DIGITS, DIGITS, DIGITS, DIGITS)
    assert all(letter in part for code in codes for letter, part in zip(code, pattern, strict=True))


def test_code_already_used_in_the_round_is_never_drawn_again():
    turns = itertools.chain("AA-3333AA-3333CD-4444", itertools.repeat("Y"))
    assert draw_codes(1, {"AA-3333"}, lambda _: next(turns)) == ["CD-4444"]


def test_running_out_of_codes_is_said():
    with pytest.raises(AssignmentError) as caught:
        draw_codes(2, (), lambda part: part[0])
    assert caught.value.code == "codes_exhausted"
