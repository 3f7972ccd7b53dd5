"""The schematic map of the 34 provinces and cities with numbers, the islands of each with it."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from app.site.catalogue.cards import unit_name
from app.web.paths import with_question
from app.web.templates.pieces import piece
from catalog.models import AdministrativeUnit
from catalog.units import tile_map
from catalog.units.present import PresentUnit

Link = tuple[str, Mapping[str, str]]

MAP = "https://www.openstreetmap.org"
SCALE = 44
"""Width of a tile of the map in units of its drawing."""
TILE = 10
"""The same of the small map."""


def drawn_map(
    counts: Mapping[str, int],
    units: Sequence[PresentUnit],
    place: Link,
    title: str,
    description: str,
    *,
    selected: str = "",
    is_column: bool = False,
) -> Markup:
    """The map with its legend and the same as a list. counts: by code of today's provinces; place: the path that a
    province leads to, and the rest of its question. units: those in force. is_column: with a field instead of the
    list, for a narrow column.
    """
    path, question = place
    shows = (
        path,
        tuple(question.items()),
        tuple(sorted(counts.items())),
        units,
        title,
        description,
        selected,
    )

    def href(code: str) -> str:
        return with_question(path, {**question, "province": code})

    return piece(
        "site/results/_map.html",
        "map_column" if is_column else "map_figure",
        shows,
        lambda: (
            map_of(counts, units, href, selected=selected), title, description, *([path] if is_column else [])
        ),
    )  # fmt: skip


def map_of(
    counts: Mapping[str, int],
    units: Sequence[AdministrativeUnit] | Sequence[PresentUnit],
    href: Callable[[str], str],
    *,
    selected: str = "",
) -> dict[str, Any]:
    """What the macros of the map draw. counts: by code of today's provinces; href: where a province leads."""
    found = tile_map.shades(counts)
    tiles = [
        {
            "x": column * SCALE,
            "y": line * SCALE,
            "code": unit.code,
            "name": unit_name(unit),
            "lines": tile_map.two_lines(unit_name(unit)),
            "count": counts.get(unit.code, 0),
            "shade": found[unit.code],
            "selected": unit.code == selected,
            "href": href(unit.code) if counts.get(unit.code) else None,
        }
        for unit in units
        if (place := tile_map.TILES.get(unit.code))
        for column, line in [place]
    ]
    names = {unit.code: unit_name(unit) for unit in units}
    islands = [
        {
            "name": group.name,
            "owner": names.get(group.code, ""),
            "shade": found[group.code],
            "dots": [(x * SCALE, y * SCALE) for x, y in group.dots],
            "x": group.label[0] * SCALE,
            "y": group.label[1] * SCALE,
            "large": group.code in {"48", "56"},
        }
        for group in tile_map.ISLANDS
    ]
    return {
        "tiles": tiles,
        "islands": islands,
        "width": round(tile_map.COLUMNS * SCALE),
        "height": round(tile_map.ROWS * SCALE),
        "side": SCALE - 3,
    }


def small_map(code: str) -> dict[str, Any] | None:
    """The provinces as tiles without names, one of them marked, the islands with theirs. None without a province."""
    if code not in tile_map.TILES:
        return None
    return {
        "width": round(tile_map.COLUMNS * TILE),
        "height": round(tile_map.ROWS * TILE),
        "tiles": [
            {"x": round(x * TILE, 1), "y": round(y * TILE, 1), "here": key == code}
            for key, (x, y) in tile_map.TILES.items()
        ],
        "islands": [
            {"x": round(x * TILE, 1), "y": round(y * TILE, 1), "here": group.code == code}
            for group in tile_map.ISLANDS
            for x, y in group.dots
        ],
    }


def small_map_piece(code: str) -> Markup | str:
    """As drawn; nothing without a province."""
    if code not in tile_map.TILES:
        return ""
    return piece("site/exhibits/_parts.html", "small_map", code, lambda: (small_map(code),))


@lru_cache(maxsize=1_000)  # all products of a maker have one
def way_to(address: str) -> str:
    """Where a map looks for an address."""
    return f"{MAP}/search?query={quote(address)}"
