"""`/products`: the catalogue as the site's search finds it, and one product."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy import select

from app.api import parameters, shapes, walks
from app.api.blueprint import answer, bp
from app.core.clock import today
from app.core.search import Sort
from app.web.access import access
from app.web.i18n import translate
from catalog.enums import CertificateKind, Level, ProductGroup, Recognition
from catalog.labels import CERTIFICATE_KINDS, LAPSED_LEVEL, LEVELS, PRODUCT_GROUPS, RECOGNITIONS
from catalog.listings.cards import ProductCard, is_public, list_cards
from catalog.listings.public import get_public_product, shown_chains, shown_mark
from catalog.merging.addresses import follows_merges
from catalog.models import Product
from catalog.search.documents import LAPSED
from catalog.search.queries import CatalogueSearch, ProductPage, search_products
from catalog.units.present import unit_of_today
from catalog.units.queries import list_units
from catalog.validity import recognition_of

PER_PAGE = 24
NO_READING = {"kind": "words", "searched": "", "place": None}
LEVEL_CODES = (*Level, LAPSED)


@bp.get("/products")
@access("public")
def products() -> Response:
    """Filters: q, province, group, level, certificate, year; sort; page. Values of one filter are alternatives."""
    day, units, walk = today(), list_units(today()), walks.asked_walk()
    search = CatalogueSearch(
        text=parameters.asked_text("q"),
        filters={
            "recognition": parameters.asked_codes("recognition", list(Recognition)),
            "province": parameters.asked_codes("province", [unit.code for unit in units]),
            "group": parameters.asked_codes("group", list(ProductGroup)),
            "level": parameters.asked_codes("level", LEVEL_CODES),
            "certificate": parameters.asked_codes("certificate", list(CertificateKind)),
            "year": parameters.asked_year(),
        },
        sort=Sort(next(iter(parameters.asked_codes("sort", list(Sort))), Sort.RELEVANCE)),
        page=parameters.asked_page(),
        per_page=PER_PAGE,
    )
    if walk is not None:
        return _walked(walk, day)
    found = search_products(search, day)
    items = [shapes.product_item(card, day) for card in found.cards]
    names = {unit.code: shapes.unit(unit)["province_name"] for unit in units}
    return answer(
        shapes.paged(
            items, found.total, search.page, PER_PAGE, match=str(found.match), reading=reading_of(found),
            facets={name: facet(name, counts, names) for name, counts in found.facets.items()},
        )
    )  # fmt: skip


def _walked(walk: walks.Walk, day: date) -> Response:
    """All products in the order of their ids; only `group` narrows them."""
    query = select(Product.id).join(Product.facility).where(is_public())
    groups = parameters.asked_codes("group", list(ProductGroup))
    if groups:
        query = query.where(Product.group.in_(groups))
    stage = walks.stage_of("product", Product.id, query, walk)
    items = [shapes.product_item(card, day) for card in list_cards(stage.ids, day)]
    return answer(walks.walked(items, stage) | {"facets": {}, "match": "words", "reading": NO_READING})


@bp.get("/products/<slug>")
@access("public")
@follows_merges("product")
def product(slug: str) -> Response:
    """One product with its papers, pictures and recognitions."""
    row, day = get_public_product(slug), today()
    return answer(_whole(row, day))


def reading_of(found: ProductPage) -> dict[str, Any]:
    """How the words were understood. place.now: what a unit of before the mergers has become, else null."""
    place = found.reading.place
    return {
        "kind": str(found.reading.kind),
        "searched": found.reading.searched,
        "place": {"code": place.code, "name": place.name, "now": place.now} if place is not None else None,
    }


def facet(name: str, counts: Any, provinces: dict[str, str]) -> list[dict[str, Any]]:
    """[{"value", "label", "count"}], the most frequent first."""
    words: dict[str, Mapping[Any, str]] = {
        "group": PRODUCT_GROUPS,
        "level": {**LEVELS, LAPSED: LAPSED_LEVEL},
        "certificate": CERTIFICATE_KINDS,
        "recognition": RECOGNITIONS,
    }
    labels = (
        provinces
        if name == "province"
        else {key: translate(word) for key, word in words.get(name, {}).items()}
    )
    return [
        {"value": value, "label": labels.get(value, value), "count": count} for value, count in counts.items()
    ]


def card_of(row: Product) -> ProductCard:
    """The card of a loaded product; its award is left to the caller."""
    return ProductCard(
        id=row.id, slug=row.slug, name_vi=row.name_vi, name_en=row.name_en, group=row.group, is_set=row.is_set,
        is_demo=row.is_demo, gtin=row.gtin, facility_name=row.facility.name, facility_slug=row.facility.slug,
        unit=unit_of_today(row.facility.unit), picture=row.pictures[0] if row.pictures else None, award=None,
        recognition=recognition_of(row.awards, today()),
    )  # fmt: skip


_TEXTS = {
    "description": "description_vi",
    "description_en": "description_en",
    "materials": "materials",
    "dimensions": "dimensions",
    "net_content": "net_content",
    "shelf_life": "shelf_life",
    "standard": "standard",
    "safety_note": "safety_note",
    "where_sold": "where_sold",
}
"""What a facility wrote about a product, under the name used in the answer: an empty text is null."""


def _whole(row: Product, day: Any) -> dict[str, Any]:
    item = shapes.product_item(card_of(row), day)
    mark = shown_mark(row.trademark)
    for name in ("award", "picture"):
        item.pop(name)
    texts = {name: getattr(row, column) or None for name, column in _TEXTS.items()}
    return (
        item
        | texts
        | {
            "pictures": [shapes.picture(picture) for picture in row.pictures],
            "trademark": shapes.trademark(mark, day) if mark is not None else None,
            "certificates": shapes.certificates(shown_chains(row.certificates), day),
            "awards": shapes.shown_awards(row.awards, day),
            "source": row.source or None,
            "published_at": shapes.iso_at(row.published_at),
            "updated_at": shapes.iso_at(row.updated_at),
        }
    )
