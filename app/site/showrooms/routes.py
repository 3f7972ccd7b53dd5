"""Showrooms for the public: the list, and one with what it shows."""

from typing import Any

from flask import Response, request

from app.core.clock import today
from app.site.bilingual import in_locale, labelled, producer
from app.site.blueprint import bp
from app.site.exhibits.views import address_of, cards_of, place_data, place_view, products_text, summary_of
from app.site.pages import page, whole_page
from app.site.products import structured
from app.web.access import access
from app.web.i18n import current_locale, localized
from app.web.paths import path_to
from catalog.enums import FacilityState
from catalog.units.queries import list_units
from programme.exhibits.queries import get_public
from programme.models import Showroom
from programme.showrooms import queries
from programme.showrooms.labels import PLACE_KINDS


@localized(bp, "/phong-trung-bay", "/showrooms")
@access("public")
def showrooms() -> Response:
    """Open showrooms, of all provinces or of one."""
    units = list_units()
    chosen = request.args.get("province", "")
    chosen = chosen if chosen in {unit.code for unit in units} else ""
    rows = queries.list_showrooms(today(), province=chosen)
    counts = queries.count_products([row.id for row in rows])
    return page(
        "site/showrooms/showrooms.html",
        query={"province": chosen} if chosen else None,
        cards=[_card(row, counts.get(row.id, 0)) for row in rows],
        units=[(unit.code, unit.name_in(current_locale())) for unit in units],
        chosen=chosen,
    )


@localized(bp, "/phong-trung-bay/<slug>", "/showrooms/<slug>")
@access("public")
def showroom(slug: str) -> Response:
    """One showroom: where, when it is open, what it shows."""
    row, day = get_public(Showroom, slug), today()
    place = place_view(row)
    keeper = (
        row.facility if row.facility is not None and row.facility.state == FacilityState.VERIFIED else None
    )
    return whole_page(
        "site/showrooms/showroom.html",
        showroom=row,
        spot=place,
        kind=labelled(PLACE_KINDS, row.place_kind),
        is_closed=row.closed_on is not None and row.closed_on <= day,
        keeper=producer(keeper.name) if keeper else "",
        keeper_href=path_to("facility", keeper.slug) if keeper else "",
        cards=list(cards_of(queries.list_product_ids(row.id), day).values()),
        summary=summary_of(row, place["where"]),
        address=address_of(row),
        structured=structured.json_ld(_structured(row, place)),
    )


def _card(row: Showroom, count: int) -> dict[str, Any]:
    view = place_view(row)
    return view | {"lines": [labelled(PLACE_KINDS, row.place_kind), row.hours, products_text(count)]}


def _structured(row: Showroom, place: dict[str, Any]) -> dict[str, Any]:
    where = place_data(row)
    return structured.present(
        at_type="Store",
        name=in_locale(row.name_vi, row.name_en),
        url=address_of(row),
        telephone=row.phone,
        address=where["address"],
        geo=where.get("geo"),
        description=place["where"],
    )
