"""Where the goods of a maker can be bought, as the panel `where_to_buy` draws it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from app.site.bilingual import joined
from app.site.catalogue.province_map import small_map_piece, way_to
from app.site.exhibits.presence import ICONS
from app.site.marks import unchecked_note

REACHING = ("phone", "email", "website", "address", "commune")
"""The fields of a facility by which its goods are bought."""


def buy_view(
    row: Any,
    where: str,
    presence: Sequence[dict[str, Any]],
    *,
    prefix: str = "",
    sold: str = "",
    sold_note: str | None = None,
) -> dict[str, Any]:
    """Telephone, the way there, the workshop on the map, where else it is sold.

    row: with the columns of a facility behind `prefix`, and of its present unit behind `unit_`; where: its address in
    one line; presence: what `presence_views` gives, of which showrooms are named.
    """
    address, commune = getattr(row, f"{prefix}address"), getattr(row, f"{prefix}commune")
    site, unchecked = getattr(row, f"{prefix}website"), getattr(row, f"{prefix}unchecked")
    return {
        "phone": getattr(row, f"{prefix}phone"),
        "email": getattr(row, f"{prefix}email"),
        "website": site,
        "host": urlsplit(site).hostname or site if site else "",
        "directions": way_to(joined([address, commune, row.unit_name_vi])) if address else "",
        "map": small_map_piece(row.unit_code),
        "where": where,
        "reach_note": unchecked_note(unchecked, *REACHING),
        "sold": sold,
        "sold_note": sold_note,
        "shops": [view for view in presence if view["icon"] == ICONS["showroom"]],
    }
