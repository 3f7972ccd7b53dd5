"""The catalogue: products found, facets, the same as CSV; trademarks; suggestions while typing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, jsonify, url_for

from app.core.clock import today
from app.core.database.reading import reading
from app.core.search import Match, Sort
from app.site.bilingual import labelled, place_name, producer
from app.site.blueprint import bp
from app.site.catalogue import facets
from app.site.catalogue.cards import product_card
from app.site.catalogue.province_map import drawn_map
from app.site.catalogue.search_address import address, asked_search, asked_text, asked_values
from app.site.open_data.routes import CSV_ROWS, csv_link, whole_table
from app.site.open_data.tables import PRODUCT_HEADER, product_rows
from app.site.pages import page
from app.site.products.page import mark_view
from app.site.queries import list_trademarks
from app.web.access import access
from app.web.cache import public
from app.web.csv_files import csv_response
from app.web.i18n import N_, localized, translate
from app.web.pagination import PER_PAGE, asked_page, count_pages, last_page
from app.web.paths import path_to, with_question
from catalog.search.queries import (
    PRODUCT_FACETS,
    CatalogueSearch,
    FacilityPage,
    ProductPage,
    count_found,
    list_suggestions,
    search_products,
    search_trademarks,
)
from catalog.units.present import PresentUnit, read_units

CSV_BATCH = 200
KINDS = {"product": N_("Product"), "facility": N_("Facility"), "trademark": N_("Trademark")}
PLACES = {"product": "product", "facility": "facility", "trademark": "facility"}
BEGINNING = 2


@localized(bp, "/san-pham", "/products")
@access("public")
def products() -> Response:
    """The catalogue."""
    day, search = today(), asked_search(PRODUCT_FACETS)
    found = search_products(search, day)
    if search.page > (last := last_page(found.total, search.per_page)):
        search = replace(search, page=last)
        found = search_products(search, day)
    units = units_in_force()
    return page(
        "site/catalogue/products.html",
        **list_values("products", search, found, units),
        cards=[product_card(card, day, 2) for card in found.cards],
        slugs=[card.slug for card in found.cards],
        compare_href=url_for("site.compare"),
        feed_href=with_question(
            url_for("site.products_atom"), asked_values(replace(search, sort=Sort.RELEVANCE))
        ),
        follow_href=with_question(
            url_for("site.saved_searches"),
            {"from": with_question("", asked_values(replace(search, sort=Sort.RELEVANCE))).removeprefix("?")},
        ),
        map=drawn_map(
            found.facets.get("province", {}),
            units,
            (url_for("site.products"), {}),
            translate("Map of products by province"),
            translate("Choose a province to see its products."),
        )
        if found.total and not search.text and not search.filters
        else "",
        near=found.match is Match.NEAR,
        where=place_reading(found),
        is_filtered=bool(search.text or search.filters),
        without_filters=_without_filters(search) if found.total == 0 else None,
    )


@localized(bp, "/san-pham.csv", "/products.csv")
@access("public")
def products_csv() -> Response:
    """The products of a question as a spreadsheet, at most CSV_ROWS; without one all of them."""
    search = replace(asked_search(PRODUCT_FACETS), page=1, per_page=CSV_BATCH)
    if asks_for_all(search):
        return whole_table("products")
    return public(csv_response("products", PRODUCT_HEADER, _csv_rows(search)))


@localized(bp, "/nhan-hieu", "/trademarks")
@access("public")
def trademarks() -> Response:
    """Trademarks: those that fit the words, else all by name."""
    search, day = asked_search(()), today()
    if search.text:
        rows = search_trademarks(search)
        total = len(rows)
    else:
        rows, total = list_trademarks(PER_PAGE, (asked_page() - 1) * PER_PAGE)
    marks = [
        {
            **(mark_view(row, day) or {}),
            "facility": producer(row.facility.name),
            "href": url_for("site.facility", slug=row.facility.slug) + "#papers",
        }
        for row in rows
    ]
    return page(
        "site/catalogue/trademarks.html",
        search=search,
        marks=marks,
        total=total,
        pages=1 if search.text else count_pages(total, asked_page()),
        page_href=lambda number: address("site.trademarks", search, page=number),
        tabs=result_tabs(search, "trademarks", total),
    )


@localized(bp, "/goi-y", "/suggest")
@access("public")
def suggest() -> Response:
    """Names that hold the words typed so far: {"suggestions": [{"text", "href", "kind"}]}."""
    text = asked_text("q")
    found = list_suggestions(text) if len(text) >= BEGINNING else []
    rows = [
        {
            "text": row.text,
            "href": path_to(PLACES[row.kind], row.slug),
            "kind": labelled(KINDS, row.kind),
        }
        for row in found
    ]
    return public(jsonify(suggestions=rows), 60)


def list_values(
    name: str, search: CatalogueSearch, found: ProductPage | FacilityPage, units: Sequence[PresentUnit]
) -> dict[str, Any]:
    """What the lists of products and facilities have in common. name: as in the endpoint of the list; units: those in
    force.
    """
    endpoint = f"site.{name}"
    is_plain = not search.text and not search.filters
    return {
        "query": {"page": str(search.page)} if search.page > 1 and is_plain else None,
        "search": search,
        "total": found.total,
        "pages": last_page(found.total, search.per_page),
        "page_href": lambda number: address(endpoint, search, page=number),
        "narrowing": facets.narrowing(endpoint, search, found.facets, units),
        "chips": facets.chips(endpoint, search, facets.words_of(units)),
        "clear_href": url_for(endpoint),
        "sorts": facets.sorts(endpoint, search),
        "csv": csv_link(address(f"{endpoint}_csv", search), found.total, is_whole=asks_for_all(search)),
        "keep": {name: value for name, values in search.filters.items() for value in sorted(values)[:1]},
        "degraded": found.degraded,
        "tabs": result_tabs(search, name, found.total),
    }


def units_in_force() -> tuple[PresentUnit, ...]:
    """Provinces and cities in force today, by name."""
    with reading() as source:
        return read_units(source, today()).in_force


def asks_for_all(search: CatalogueSearch) -> bool:
    """Whether a list is not narrowed at all."""
    return not search.text and not search.filters


def place_reading(found: ProductPage | FacilityPage) -> dict[str, Any] | None:
    """What the list says about the recognised place: its name, what it has become, what was searched."""
    reading = found.reading
    if reading.place is None:
        return None
    codes = sorted(reading.place.present)
    code = codes[0].partition("-")[2] if len(codes) == 1 else ""
    wider = replace(CatalogueSearch(), filters={"province": frozenset({code})})
    count = count_found("product", "", wider.filters) if reading.place.now and code else 0
    return {
        "name": place_name(reading.place.name),
        "now": place_name(reading.place.now or ""),
        "words": reading.searched,
        "widened": reading.widened,
        "count": count,
        "href": address("site.products", wider) if count else None,
    }


def result_tabs(search: CatalogueSearch, current: str, total: int) -> list[dict[str, Any]]:
    """Products, facilities and trademarks that fit the words typed; nothing while nothing is typed."""
    if not search.text:
        return []
    words = CatalogueSearch(text=search.text)
    kinds = {"products": "product", "facilities": "facility", "trademarks": "trademark"}
    titles = {
        "products": translate("Products"),
        "facilities": translate("Facilities"),
        "trademarks": translate("Trademarks"),
    }
    return [
        {
            "text": title,
            "href": address(f"site.{name}", words),
            "current": name == current,
            "count": total if name == current else count_found(kinds[name], search.text),
        }
        for name, title in titles.items()
    ]


def _without_filters(search: CatalogueSearch) -> tuple[int, str] | None:
    """How many hits the words alone would have, and their address; None if there is no filter to remove."""
    if not search.filters or not search.text:
        return None
    bare = CatalogueSearch(text=search.text)
    total = count_found("product", search.text)
    return (total, address("site.products", bare)) if total else None


def _csv_rows(search: CatalogueSearch) -> Iterator[tuple[object, ...]]:
    day = today()
    for number in range(1, CSV_ROWS // CSV_BATCH + 1):
        found = search_products(replace(search, page=number), day)
        yield from product_rows(found.cards, day)
        if number * CSV_BATCH >= found.total:
            return
