"""Craft villages for the public: the list with its map, and one village."""

from typing import Any

from flask import Response, request, url_for

from app.core.clock import today
from app.site.artisans.cards import artisan_card
from app.site.bilingual import labelled
from app.site.blueprint import bp
from app.site.catalogue.cards import facility_card
from app.site.catalogue.province_map import map_of
from app.site.exhibits.views import address_of, cards_of, place_data, place_view, summary_of
from app.site.pages import page, whole_page
from app.site.products import structured
from app.site.villages.criteria_rows import criteria_rows
from app.web.access import access
from app.web.i18n import current_locale, localized
from catalog.listings.cards import list_facility_cards
from catalog.units.queries import list_units
from programme.artisans.queries import list_artisans_of
from programme.exhibits.queries import get_public
from programme.models import CraftVillage
from programme.villages import queries
from programme.villages.labels import VILLAGE_KINDS

PRODUCTS = 24
"""Most products on the page of one village."""


@localized(bp, "/lang-nghe", "/craft-villages")
@access("public")
def villages() -> Response:
    """Craft villages, of all provinces or of one, and where they are."""
    units = list_units()
    chosen = request.args.get("province", "")
    chosen = chosen if chosen in {unit.code for unit in units} else ""
    return page(
        "site/villages/villages.html",
        query={"province": chosen} if chosen else None,
        cards=[_card(row) for row in queries.list_villages(province=chosen)],
        map=map_of(
            queries.count_by_province(),
            units,
            lambda code: url_for("site.villages", province=code),
            selected=chosen,
        ),
        units=[(unit.code, unit.name_in(current_locale())) for unit in units],
        chosen=chosen,
    )


@localized(bp, "/lang-nghe/<slug>", "/craft-villages/<slug>")
@access("public")
def village(slug: str) -> Response:
    """One craft village: its recognition, criteria, artisans who agree, facilities, products."""
    row, day = get_public(CraftVillage, slug), today()
    place = place_view(row)
    facilities = list_facility_cards([one.id for one in queries.list_facilities_in(row.id)], day)
    people = list_artisans_of(village_id=row.id)
    return whole_page(
        "site/villages/village.html",
        village=row,
        spot=place,
        kind=labelled(VILLAGE_KINDS, row.kind),
        criteria=criteria_rows(row),
        artisans=[artisan_card(one) for one in people.named],
        others=people.others,
        facilities=[facility_card(one, 3) for one in facilities],
        cards=list(cards_of(queries.list_product_ids(row.id, PRODUCTS), day).values()),
        summary=summary_of(row, labelled(VILLAGE_KINDS, row.kind), place["where"]),
        address=address_of(row),
        structured=structured.json_ld(place_data(row) | {"url": address_of(row)}),
    )


def _card(row: CraftVillage) -> dict[str, Any]:
    return place_view(row) | {
        "lines": [labelled(VILLAGE_KINDS, row.kind)],
        "revoked": row.revoked_on is not None,
    }
