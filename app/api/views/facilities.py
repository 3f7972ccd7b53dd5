"""`/facilities`: verified facilities, and one with its products."""

from typing import Any

from flask import Response
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.api import parameters, shapes, walks
from app.api.blueprint import answer, bp
from app.api.views.products import facet
from app.core.clock import today
from app.core.database.base import db
from app.web.access import access
from catalog.enums import PERSONAL_KINDS, FacilityState, ProductState
from catalog.listings.cards import list_facility_cards
from catalog.listings.public import get_public_facility, list_facility_products, shown_chains, shown_mark
from catalog.merging.addresses import follows_merges
from catalog.models import Facility, Product
from catalog.search.queries import CatalogueSearch, search_facilities
from catalog.units.queries import list_units
from programme.support.queries import list_told_support

PER_PAGE = 24


@bp.get("/facilities")
@access("public")
def facilities() -> Response:
    """Filters: q, province; page."""
    walk, units = walks.asked_walk(), list_units(today())
    search = CatalogueSearch(
        text=parameters.asked_text("q"),
        filters={"province": parameters.asked_codes("province", [unit.code for unit in units])},
        page=parameters.asked_page(),
        per_page=PER_PAGE,
    )
    if walk is not None:
        return _walked(walk)
    found = search_facilities(search)
    cards = list_facility_cards(found.ids, today())
    items = [shapes.facility_item(card, card.products) for card in cards]
    names = {unit.code: shapes.unit(unit)["province_name"] for unit in units}
    counted = {name: facet(name, values, names) for name, values in found.facets.items()}
    return answer(shapes.paged(items, found.total, search.page, PER_PAGE, facets=counted))


def _walked(walk: walks.Walk) -> Response:
    """All facilities in the order of their ids."""
    verified = Facility.state == FacilityState.VERIFIED
    stage = walks.stage_of("facility", Facility.id, select(Facility.id).where(verified), walk)
    rows = db.session.scalars(
        select(Facility)
        .where(Facility.id.in_(stage.ids))
        .options(joinedload(Facility.unit))
        .order_by(Facility.id)
    ).all()
    counts = _counts(stage.ids)
    items = [shapes.facility_item(row, counts.get(row.id, 0)) for row in rows]
    return answer(walks.walked(items, stage) | {"facets": {}})


@bp.get("/facilities/<slug>")
@access("public")
@follows_merges("facility")
def facility(slug: str) -> Response:
    """One facility. Its registration number is given unless the producer is a person, support where it agreed."""
    row, day = get_public_facility(slug), today()
    cards = list_facility_products(row, day)
    body: dict[str, Any] = shapes.facility_item(row, len(cards)) | {
        "registration_number": row.registration_number if row.kind not in PERSONAL_KINDS else None,
        "address": row.address or None,
        "phone": row.phone or None,
        "email": row.email or None,
        "website": row.website or None,
        "about": row.about_vi or None,
        "about_en": row.about_en or None,
        "founded_year": row.founded_year,
        "gln": row.gln,
        "verified_at": shapes.iso_at(row.verified_at),
        "trademarks": [shapes.trademark(mark, day) for mark in row.trademarks if shown_mark(mark)],
        "certificates": shapes.certificates(shown_chains(row.certificates), day),
        "support": _support(row.id),
        "items": [shapes.product_item(card, day) for card in cards],
    }
    return answer(body)


def _support(facility_id: int) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.kind.code,
            "kind_label": row.kind.name_vi,
            "title": row.title,
            "day": row.day.isoformat(),
            "accepted": row.is_accepted,
            "programmes": [programme.slug for programme in row.programmes],
            "demo": row.is_demo,
        }
        for row in list_told_support(facility_id)
    ]


def _counts(ids: list[int]) -> dict[int, int]:
    query = (
        select(Product.facility_id, func.count())
        .where(Product.facility_id.in_(ids), Product.state == ProductState.PUBLISHED)
        .group_by(Product.facility_id)
    )
    return {key: count for key, count in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy
