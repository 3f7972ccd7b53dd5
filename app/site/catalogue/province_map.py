"""The schematic map of the 34 provinces and cities with numbers, the islands of each with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.site.catalogue.cards import unit_name
from catalog.models import AdministrativeUnit
from catalog.units import tile_map

SCALE = 44
"""Width of a tile of the map in units of its drawing."""


def map_of(
    counts: Mapping[str, int],
    units: Sequence[AdministrativeUnit],
    href: Callable[[str], str],
    *,
    selected: str = "",
) -> dict[str, Any]:
    """What the macro `map_figure` draws. counts: by code of today's provinces; href: where a province leads."""
    found = tile_map.shades(counts)
    tiles = [
        {
            "x": column * SCALE,
            "y": line * SCALE,
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
