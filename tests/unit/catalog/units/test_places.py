"""Which place a text names: today's and old provinces, communes with and without their kind, abbreviations."""

import pytest

from catalog.units.communes import commune_of
from catalog.units.places import former_province, read_place, split_place

KIM_MA = "Phường Ba Đình, Phường Ngọc Hà, Phường Giảng Võ"


@pytest.mark.parametrize(
    ("typed", "codes", "now"),
    [
        ("Bến Tre", {"2004-83"}, "Vĩnh Long"),
        ("dak nong", {"2004-67"}, "Lâm Đồng"),
        ("tỉnh Khánh Hòa", {"2025-56"}, None),
        ("tphcm", {"2025-79"}, None),
        ("TP. HCM", {"2025-79"}, None),
        ("Sài Gòn", {"2025-79"}, None),
        ("xã Bát Tràng", {"2025-00577"}, None),
        (
            "phường Kim Mã",
            {"2025-00004", "2025-00008", "2025-00025"},
            "Phường Ba Đình, Phường Ngọc Hà, Phường Giảng Võ",
        ),
        ("Xã Tân An, Đồng Nai", {"2025-26179"}, None),
    ],
)
def test_place_is_read_from(typed, codes, now):
    place = read_place(typed)
    assert (place.codes, place.now, place.sure) == (codes, now, True)


@pytest.mark.parametrize("typed", ["", "nước mắm", "cà phê", "mật ong", "gốm sứ", "Bến Tre nước mắm"])
def test_place_is_not_read_from(typed):
    assert read_place(typed) is None


def test_a_commune_without_its_kind_is_not_sure():
    assert read_place("Bát Tràng").sure is False


def test_words_that_end_in_a_province_are_split():
    words, place = split_place("nước mắm Bến Tre")
    assert (words, place.name) == ("nước mắm", "Bến Tre")
    assert split_place("nước mắm cá cơm") is None
    assert [split_place(text)[0] for text in ("Bến Tre nước mắm", "Huế, kẹo Bến Tre")] == [
        "nước mắm",
        "Huế kẹo",
    ]


@pytest.mark.parametrize(
    "typed", ["Tân An", "Xã Tân An", "x. tân an", "Xã Tân An, Đồng Nai", "  xã  TÂN  AN "]
)
def test_a_commune_of_an_address_is_one_however_typed(typed):
    assert commune_of(typed, "75").code == "26179"


def test_a_commune_that_is_not_of_the_province_is_none():
    assert commune_of("Xã Bát Tràng", "75") is None


def test_province_of_before_is_known_by_its_name_and_successor():
    ben_tre = read_place("Bến Tre")
    (today,) = ben_tre.present
    assert former_province("bến tre", today.partition("-")[2]) == "2004-83"
    assert former_province("Bến Tre", "56") is None
