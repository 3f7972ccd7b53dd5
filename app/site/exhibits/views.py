"""What the pages of fairs, showrooms, craft villages and artisans show of a place."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from app.site.bilingual import foreign, in_locale, joined, marked
from app.site.catalogue.cards import product_card, product_view, unit_name
from app.site.catalogue.province_map import MAP, small_map, way_to
from app.site.products import structured
from app.web.addresses import base_url
from app.web.filters import paragraphs
from app.web.i18n import translate
from app.web.paths import path_to
from catalog.listings.cards import list_cards
from programme.models import Artisan, CraftVillage, Fair, Showroom

Row = Fair | Showroom | CraftVillage | Artisan


def place_view(row: Row) -> dict[str, Any]:
    """Name, place and words of a place in the reader's language."""
    return {
        "slug": row.slug,
        "href": path_to(row.KIND, row.slug),
        "name": in_locale(row.name_vi, row.name_en),
        "name_lang": foreign(row.name_vi, row.name_en),
        "about": marked(paragraphs(row.about_vi), paragraphs(row.about_en), "div"),
        "where": where(row),
        "address": joined([row.address, row.commune]),
        "unit": unit_name(row.unit.present) if row.unit else "",
        "phone": row.phone,
        "website": row.website,
        "directions": directions(row),
        "map": small_map(row.unit.present.code if row.unit else ""),
        "demo": row.is_demo,
        "source": row.source,
        "updated_at": row.updated_at,
    }


def where(row: Row) -> str:
    """Commune and province, or the country of a fair abroad."""
    if isinstance(row, Fair) and row.country_vi:
        return joined([row.venue, in_locale(row.country_vi, row.country_en)])
    return joined([row.commune, unit_name(row.unit.present) if row.unit else ""])


def directions(row: Row) -> str:
    """Where a map shows the way: by position, else by address. Empty where neither is known."""
    if row.position:
        return f"{MAP}/directions?to={quote(row.position)}"
    if not row.address:
        return ""
    return way_to(joined([row.address, row.commune, row.unit.present.name_vi if row.unit else ""]))


def cards_of(ids: Sequence[int], day: date) -> dict[int, Markup]:
    """Id of a product -> its card, in the given order."""
    return {card.id: product_card(card, day) for card in list_cards(ids, day)}


def products_of(ids: Sequence[int], day: date) -> dict[int, dict[str, Any]]:
    """Id of a product -> what its card says, in the given order."""
    return {card.id: product_view(card, day) for card in list_cards(ids, day)}


def summary_of(row: Row, *parts: str) -> str:
    return joined([in_locale(row.name_vi, row.name_en), *parts], " · ")


def place_data(row: Row) -> dict[str, Any]:
    """schema.org Place."""
    latitude, _, longitude = row.position.partition(",")
    country = row.country_vi if isinstance(row, Fair) else ""
    return structured.present(
        at_type="Place",
        name=row.venue if isinstance(row, Fair) else row.name_vi,
        address=structured.present(
            at_type="PostalAddress",
            streetAddress=row.address,
            addressLocality=row.commune,
            addressRegion=row.unit.present.name_vi if row.unit and not country else None,
            addressCountry=country or "VN",
        ),
        geo={"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude} if longitude else None,
    )


def address_of(row: Row) -> str:
    """The full address of its page."""
    return base_url() + path_to(row.KIND, row.slug)


def products_text(count: int) -> str:
    return translate("%(count)s products", count=count) if count != 1 else translate("1 product")
