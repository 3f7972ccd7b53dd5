import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.names import number_key, number_parts, skeleton


@pytest.mark.parametrize(
    "name",
    [
        "Công ty TNHH Đại Phát",
        "CÔNG TY TNHH ĐẠI PHÁT",
        "Cty TNHH Ðại Phát",  # U+00D0, not U+0110
        "Công ty TNHH Đạі Рhát",  # Cyrillic і and Р
        "Công ty cổ phần Đại-Phát",
        "Cơ sở sản xuất Dai Phat",
        "HTX Đại Phát",
    ],
)
def test_names_that_look_alike_have_one_skeleton(name):
    assert skeleton(name) == "daiphat"


def test_names_that_differ_have_different_skeletons():
    assert skeleton("HTX Sen Vàng") != skeleton("HTX Sen Xanh")


def test_a_name_of_legal_words_only_keeps_them():
    assert skeleton("Hợp tác xã") == "hoptacxa"
    assert skeleton("Cty TM DV") == "congtytmdv"


def test_greek_capitals_are_read_by_their_shape():
    assert skeleton("ΗΟΑ") == skeleton("HOA") == "hoa"


def test_digits_are_read_as_the_letters_they_imitate():
    assert skeleton("H0a 1an") == skeleton("Hoa lan")


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_a_skeleton_is_its_own_and_never_fails(text):
    once = skeleton(text)
    assert once == "".join(
        char for char in once if char.isascii() and char.isalnum() and char == char.lower()
    )


def test_number_of_a_certificate_is_compared_by_letters_and_digits():
    assert number_key(" 12/QĐ-UBND. ") == number_key("12qd ubnd") == "12qdubnd"
    assert number_key("–") == ""


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("TB-0012/QĐ", ["0012qd", "012qd", "12qd", "qd"]),
        ("  CNNT–T75–2026  ", ["t752026", "752026", "2026"]),
        ("123/QĐ-UBND/2025", ["qdubnd2025", "ubnd2025", "2025"]),
        ("0500", ["500"]),
        ("12345", []),
        ("", []),
    ],
)
def test_a_number_is_parted_where_groups_of_letters_or_digits_begin(number, parts):
    assert number_parts(number) == parts


@settings(max_examples=200)
@given(st.text("01aĐ-/ ", max_size=20))
def test_each_part_of_a_number_is_its_end_and_shorter_than_the_one_before(number):
    key, last = number_key(number), number_key(number)
    for part in number_parts(number):
        assert part
        assert key.endswith(part)
        assert len(part) < len(last)
        last = part
