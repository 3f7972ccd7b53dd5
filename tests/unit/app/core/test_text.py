import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import control_characters, fold, fold_line, nfc, slugify, sort_key, words

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằẫậđĐẶỡứ ÝÝ0123456789-", max_size=40)


@pytest.mark.parametrize("text", ["Đắk Lắk", "ĐĂK LĂK", "dak lak", "đăk lăk", "DAK LAK", "Ðắk Lắk"])
def test_fold_makes_every_spelling_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == "dak lak"


@given(VIETNAMESE)
def test_fold_is_stable_and_knows_no_unicode_form(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_fold_of_a_line_knows_no_gaps() -> None:
    assert fold_line("\u00a0Mắm  NÊM\n") == fold_line("mắm nêm") == "mam nem"


@given(VIETNAMESE)
def test_slug_is_plain_ascii(text: str) -> None:
    slug = slugify(text)
    assert slug == slug.strip("-")
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_slug_is_cut_between_words() -> None:
    assert slugify("Nước mắm cá cơm Phú Quốc", limit=12) == "nuoc-mam-ca"
    assert slugify("a" * 30, limit=10) == "a" * 10
    assert slugify("—…") == ""


def shuffled(texts: list[str]) -> list[str]:
    """Another order, so that a key that tells nothing apart cannot pass."""
    return random.Random(7).sample(texts, len(texts))


def test_sort_key_is_the_dictionary_order() -> None:
    right = ["10 vị", "An Giang", "Ăn ngon", "Ấm trà", "Cà phê", "Dừa", "Đà Lạt", "Em", "Êm", "Ơn"]
    assert sorted(shuffled(right), key=sort_key) == right


def test_sort_key_puts_tones_after_letters() -> None:
    right = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]
    assert sorted(shuffled(right), key=sort_key) == right


def test_words_keep_marks_and_drop_punctuation() -> None:
    assert words("Nước  mắm, 40°N!") == ["nước", "mắm", "40", "n"]


def test_nfc_joins_marks() -> None:
    assert nfc("o\u0302\u0301") == "ố"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bình thường\n\tvà dòng", []),
        ("a\x00b", ["U+0000"]),
        ("a\u202eb", ["RIGHT-TO-LEFT OVERRIDE"]),
        ("a\u200bb", ["ZERO WIDTH SPACE"]),
    ],
)
def test_control_characters_are_named(text: str, names: list[str]) -> None:
    assert control_characters(text) == names


def test_signs_that_are_no_letters_stand_apart_from_letters_and_digits() -> None:
    assert sort_key("& 1") == "#& 01\x01000"
