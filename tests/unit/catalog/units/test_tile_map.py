"""The schematic map has a tile for every province of today, and its islands belong where they belong."""

import pytest

from catalog.units.table import LIST_2025
from catalog.units.tile_map import COLUMNS, ISLANDS, ROWS, TILES, shade, shades, two_lines


def test_every_province_of_today_has_one_tile():
    assert sorted(TILES) == sorted(row[0] for row in LIST_2025)


def test_no_two_tiles_overlap():
    places = list(TILES.values())
    clashes = [
        (one, other)
        for number, one in enumerate(places)
        for other in places[number + 1 :]
        if abs(one[0] - other[0]) < 1 and abs(one[1] - other[1]) < 1
    ]
    assert clashes == []


def test_everything_lies_on_the_map():
    points = [*((x + 1, y + 1) for x, y in TILES.values()), *(dot for group in ISLANDS for dot in group.dots)]
    assert [(x, y) for x, y in points if not (0 < x <= COLUMNS and 0 < y <= ROWS)] == []


def test_archipelagos_belong_to_da_nang_and_khanh_hoa():
    names = {row[0]: row[1] for row in LIST_2025}
    owners = {group.name: names[group.code] for group in ISLANDS}
    assert owners == {
        "Quần đảo Hoàng Sa": "Đà Nẵng",
        "Quần đảo Trường Sa": "Khánh Hòa",
        "Phú Quốc": "An Giang",
        "Côn Đảo": "Hồ Chí Minh",
    }


@pytest.mark.parametrize(("count", "wanted"), [(0, 0), (1, 1), (2, 1), (3, 2), (9, 2), (10, 3), (500, 3)])
def test_shade_grows_with_the_number(count, wanted):
    assert shade(count) == wanted


def test_a_province_without_number_has_no_shade():
    assert (shades({"01": 3})["01"], shades({"01": 3})["48"], len(shades({}))) == (2, 0, 34)


@pytest.mark.parametrize(("name", "lines"), [("Huế", ("Huế",)), ("Ho Chi Minh City", ("Ho", "Chi Minh"))])
def test_name_of_a_tile_is_broken_once(name, lines):
    assert two_lines(name) == lines
