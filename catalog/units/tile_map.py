"""A schematic map of Việt Nam: one tile a province or city, and its islands. Not to scale, drawn from no
chart.

Places are columns and rows of our own, by the position of the units to each other; codes are those of the
list of 1 July
2025. Hoàng Sa belongs to Đà Nẵng and Trường Sa to Khánh Hòa: they are drawn on every map and coloured with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS, ROWS = 8.7, 17.2
"""Size of the map in tiles."""
BANDS = (1, 3, 10)
"""Least numbers of the first, second and third shade; shade 0 is for none."""

TILES: dict[str, tuple[float, float]] = {
    "12": (0, 0), "15": (1, 0), "08": (2, 0), "04": (3, 0),
    "11": (0, 1), "14": (1, 1), "25": (2, 1), "19": (3, 1), "20": (4, 1),
    "01": (2, 2), "24": (3, 2), "22": (4, 2),
    "37": (2, 3), "33": (3, 3), "31": (4, 3),
    "38": (2, 4), "40": (2, 5), "42": (3, 6), "44": (3, 7), "46": (4, 8), "48": (5, 9),
    "51": (5, 10), "52": (5, 11), "66": (5, 12), "68": (4, 13), "56": (5, 13),
    "80": (2, 14), "75": (3, 14), "79": (3, 15), "82": (2, 15), "91": (1, 15),
    "92": (1, 16), "86": (2, 16), "96": (0, 16),
}  # fmt: skip
"""Code -> column and row of the tile's upper left corner."""


@dataclass(frozen=True, slots=True)
class Islands:
    """code: of the province or city they belong to. dots: centres in tiles; label: where their name is centred."""

    name: str
    code: str
    dots: tuple[tuple[float, float], ...]
    label: tuple[float, float]


ISLANDS = (
    Islands("Quần đảo Hoàng Sa", "48", ((6.7, 8.9), (7.1, 8.65), (7.55, 9.0), (7.25, 9.3), (7.8, 8.75)), (7.35, 9.85)),
    Islands(
        "Quần đảo Trường Sa", "56",
        ((6.8, 14.0), (7.3, 13.7), (7.8, 14.1), (7.1, 14.5), (8.2, 13.8), (7.6, 14.75), (8.25, 14.5), (6.6, 14.9)),
        (7.5, 15.4),
    ),
    Islands("Phú Quốc", "91", ((0.3, 15.35), (0.42, 15.6)), (0.42, 15.02)),
    Islands("Côn Đảo", "79", ((4.55, 16.35), (4.78, 16.5)), (4.7, 16.95)),
)  # fmt: skip


def shade(count: int) -> int:
    """0 for none, else 1 to 3: the more, the darker."""
    return sum(count >= least for least in BANDS)


def shades(counts: Mapping[str, int]) -> dict[str, int]:
    """Shade of every tile. counts: code -> number, what is missing is none."""
    return {code: shade(counts.get(code, 0)) for code in TILES}


def two_lines(name: str) -> tuple[str, ...]:
    """The name of a unit as a tile holds it: the first word over the rest."""
    first, _, rest = name.removesuffix(" City").partition(" ")
    return (first, rest) if rest else (first,)
