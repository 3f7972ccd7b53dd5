"""Facilities: the list, the same as CSV, and one facility."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, url_for

from app.core.clock import today
from app.core.database.reading import reading
from app.site.bilingual import facility_kind, joined, labelled, marked, producer, producer_text
from app.site.blueprint import bp
from app.site.catalogue.cards import facility_card, product_card
from app.site.catalogue.closed import closed_facility
from app.site.catalogue.facility_rows import get_facility_rows
from app.site.catalogue.routes import (
    CSV_BATCH,
    asks_for_all,
    list_values,
    place_reading,
    units_in_force,
)
from app.site.catalogue.search_address import asked_search
from app.site.catalogue.shop import buy_view
from app.site.exhibits.presence import list_presence_of_facility, presence_views
from app.site.marks import ABOUT, history_view, unchecked_note
from app.site.open_data.reads import list_facilities
from app.site.open_data.routes import CSV_ROWS, whole_table
from app.site.open_data.tables import FACILITY_HEADER, facility_rows
from app.site.pages import page, whole_page
from app.site.products import structured
from app.site.products.page import mark_view, papers_view, unit_of
from app.site.programmes.support import support_views
from app.web.access import access
from app.web.cache import public
from app.web.csv_files import csv_response
from app.web.filters import paragraphs
from app.web.i18n import localized, translate
from app.web.pagination import PER_PAGE, asked_page, count_pages, last_page
from app.web.paths import path_to
from catalog.enums import PERSONAL_KINDS
from catalog.facilities.consent import may_be_named
from catalog.history import list_facility_history
from catalog.labels import FACILITY_KINDS
from catalog.listings.cards import list_cards, list_facility_cards
from catalog.listings.public import get_public_facility
from catalog.merging.addresses import follows_merges
from catalog.search.queries import CatalogueSearch, search_facilities
from catalog.transfers.queries import list_handed_on
from programme.support.queries import list_told_support

FACETS = ("province",)
FEW_PRODUCTS = 8
"""On the page of a facility; all of them have a page of their own."""


@localized(bp, "/co-so", "/facilities")
@access("public")
def facilities() -> Response:
    """Facilities by words and province."""
    search = asked_search(FACETS)
    found = search_facilities(search)
    if search.page > (last := last_page(found.total, search.per_page)):
        search = replace(search, page=last)
        found = search_facilities(search)
    cards = [facility_card(card) for card in list_facility_cards(found.ids, today())]
    return page(
        "site/catalogue/facilities.html",
        **list_values("facilities", search, found, units_in_force()),
        cards=cards,
        where=place_reading(found),
    )


@localized(bp, "/co-so.csv", "/facilities.csv")
@access("public")
def facilities_csv() -> Response:
    """The facilities of a question as a spreadsheet, at most CSV_ROWS; without one all of them."""
    search = replace(asked_search(FACETS), page=1, per_page=CSV_BATCH)
    if asks_for_all(search):
        return whole_table("facilities")
    return public(csv_response("facilities", FACILITY_HEADER, _csv_rows(search)))


@localized(bp, "/co-so/<slug>", "/facilities/<slug>")
@access("public")
@follows_merges("facility", closed_facility)
def facility(slug: str) -> Response:
    """One facility with its products, marks and certificates."""
    day = today()
    found = get_facility_rows(slug, day, FEW_PRODUCTS)
    row = found.facility
    place = joined([row.address, row.commune, unit_of(row)])
    kind = facility_kind(row.kind, row.source)
    presence = presence_views(_presence(row.id, day), day)
    return whole_page(
        "site/catalogue/facility.html",
        facility=row,
        name=producer(row.name),
        title=producer_text(row.name),
        kind=kind,
        whereabouts=place,
        summary=joined([producer_text(row.name), kind, place], " · "),
        about=_about(row),
        about_note=unchecked_note(row.unchecked, *ABOUT),
        history_href=url_for("site.facility_history", slug=slug),
        facts=_facts(row),
        cards=[product_card(card, day, has_maker=False) for card in list_cards(found.products, day)],
        credentials=[
            *({"mark": view} for mark in found.marks if (view := mark_view(mark, day))),
            *({"paper": view} for view in papers_view(found.papers, day)),
        ],
        total=found.total,
        products_href=url_for("site.facility_products", slug=slug),
        presence=presence,
        buy=buy_view(row, place, presence),
        support=support_views(list_told_support(row.id)),
        handed_on=_handed_on(row.id),
        structured=structured.json_ld(
            structured.organization(row.name, url_for("site.facility", slug=slug), place, row.website)
        ),
    )


@localized(bp, "/co-so/<slug>/san-pham", "/facilities/<slug>/products")
@access("public")
@follows_merges("facility")
def facility_products(slug: str) -> Response:
    """All products of a facility, what is recognised today first."""
    day, number = today(), asked_page()
    found = get_facility_rows(slug, day, PER_PAGE, (number - 1) * PER_PAGE)
    total = found.total or get_facility_rows(slug, day, 1).total
    row = found.facility
    return page(
        "site/catalogue/facility_products.html",
        query={"page": str(number)} if number > 1 else None,
        name=producer(row.name),
        title=producer_text(row.name),
        facility_href=url_for("site.facility", slug=slug),
        cards=[product_card(card, day, 2, has_maker=False) for card in list_cards(found.products, day)],
        total=total,
        current=number,
        pages=count_pages(total, number, PER_PAGE),
        page_href=lambda at: url_for("site.facility_products", slug=slug, page=at if at > 1 else None),
    )


@localized(bp, "/co-so/<slug>/lich-su", "/facilities/<slug>/history")
@access("public")
@follows_merges("facility", closed_facility)
def facility_history(slug: str) -> Response:
    """What was changed, proposed and checked since the facility was verified, with the day of each."""
    row = get_public_facility(slug)
    name = producer_text(row.name)
    return whole_page(
        "site/history.html",
        name=name,
        above=[(translate("Facilities"), url_for("site.facilities")), (name, path_to("facility", slug))],
        changes=history_view(list_facility_history(row.id)),
        published_at=row.verified_at,
        source=row.source,
    )


def _handed_on(facility_id: int) -> list[dict[str, Any]]:
    """Who gave or took a product; a person who withdrew their consent is named by kind only."""
    found = []
    for row in list_handed_on(facility_id):
        is_taker = row.taker_id == facility_id
        name, kind, consent_at, state = (
            getattr(row, f"{'giver' if is_taker else 'taker'}_{part}")
            for part in ("name", "kind", "consent_at", "state")
        )
        other = name if may_be_named(kind, consent_at, state) else labelled(FACILITY_KINDS, kind)
        found.append({"product": row.product_name, "other": other, "taken": is_taker, "day": row.answered_at})
    return found


def _presence(facility_id: int, day: date) -> Sequence[Any]:
    with reading() as source:
        return list_presence_of_facility(source, facility_id, day)


def _about(row: Any) -> Any:
    vi, en = paragraphs(row.about_vi), paragraphs(row.about_en)
    return marked(vi, en, "div")


def _facts(row: Any) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {
            "key": translate("Founded in"),
            "value": row.founded_year,
            "note": unchecked_note(row.unchecked, "founded_year"),
        },
        {
            "key": translate("Registration number"),
            "value": row.registration_number if row.kind not in PERSONAL_KINDS else None,
        },
        {"key": translate("E-mail"), "value": row.email, "href": f"mailto:{row.email}"},
    ]
    return [fact for fact in facts if fact["value"]]


def _csv_rows(search: CatalogueSearch) -> Iterator[tuple[object, ...]]:
    for number in range(1, CSV_ROWS // CSV_BATCH + 1):
        found = search_facilities(replace(search, page=number))
        yield from facility_rows(list_facilities(found.ids, today()))
        if number * CSV_BATCH >= found.total:
            return
