"""Compare up to four products: the choice is in the address, so that it can be shared."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Response, request, url_for
from markupsafe import Markup

from app.core.clock import today
from app.site.bilingual import in_locale, labelled, marked, producer
from app.site.blueprint import bp
from app.site.catalogue.cards import award_badge
from app.site.catalogue.search_address import asked_text, clean_text
from app.site.compare.queries import MOST, Compared, list_compared
from app.site.pages import page
from app.web.access import access
from app.web.i18n import N_, current_locale, localized, translate
from app.web.paths import path_to, with_question
from catalog.enums import CertificateKind
from catalog.labels import CERTIFICATE_KINDS, PRODUCT_GROUPS
from catalog.listings.cards import ProductCard
from catalog.products.views import picture_view
from catalog.search.queries import CatalogueSearch, search_products
from catalog.validity import HOLDING, validity_on

NAME = "sp"
SUGGESTED = 6
SLUG_LIMIT = 100


def asked_slugs() -> list[str]:
    """The products asked for, each once."""
    slugs = (clean_text(slug)[:SLUG_LIMIT] for slug in request.args.getlist(NAME))
    return list(dict.fromkeys(slug for slug in slugs if slug))


@localized(bp, "/so-sanh", "/compare")
@access("public")
def compare() -> Response:
    """The chosen products side by side, and a search for more."""
    slugs, day, text = asked_slugs(), today(), asked_text("q")
    found = list_compared(slugs[:MOST], day)
    chosen = [item.row.slug for item in found]
    return page(
        "site/compare/compare.html",
        items=[_head(item, chosen, day) for item in found],
        rows=_rows(found, day),
        chosen=chosen,
        too_many=len(slugs) > MOST,
        gone=min(len(slugs), MOST) - len(found),
        full=len(found) >= MOST,
        text=text,
        most=MOST,
        suggestions=_suggestions(text, chosen, day) if text and len(found) < MOST else [],
        name=NAME,
    )


def compare_address(slugs: Sequence[str], **more: str) -> str:
    return with_question(url_for("site.compare"), {NAME: list(slugs), **more})


def _head(item: Compared, chosen: Sequence[str], day: date) -> dict[str, Any]:
    card = item.card
    others = [slug for slug in chosen if slug != card.slug]
    return {
        **_short(card, day),
        "picture": picture_view(card.picture, current_locale(), in_locale(card.name_vi, card.name_en)),
        "award": award_badge(card.award, day),
        "demo": card.is_demo,
        "without_href": compare_address(others),
    }


def _short(card: ProductCard, day: date) -> dict[str, Any]:
    return {
        "name": marked(card.name_vi, card.name_en),
        "text": in_locale(card.name_vi, card.name_en),
        "href": path_to("product", card.slug),
        "maker": producer(card.facility_name),
        "maker_href": path_to("facility", card.facility_slug),
        "place": card.unit.name_in(current_locale()),
        "award": award_badge(card.award, day),
    }


def _suggestions(text: str, chosen: list[str], day: date) -> list[dict[str, Any]]:
    """Products that fit the words and are not chosen, each with the address that adds it."""
    cards = search_products(CatalogueSearch(text=text, per_page=SUGGESTED + MOST), day).cards
    return [
        {**_short(card, day), "with_href": compare_address([*chosen, card.slug])}
        for card in cards
        if card.slug not in chosen
    ][:SUGGESTED]


def _rows(found: Sequence[Compared], day: date) -> list[dict[str, Any]]:
    """The facts that at least one of them has; `differs` where they are not the same."""
    rows = []
    for label, value in _FACTS:
        cells = [value(item, day) for item in found]
        if any(cells):
            rows.append({"name": translate(label), "cells": cells, "differs": len(set(map(str, cells))) > 1})
    return rows


def _papers(item: Compared, day: date) -> Markup | str:
    """Checked papers that hold, with their stars."""
    names = [
        _paper_name(paper)
        for paper in item.papers
        if validity_on(day, paper.issued_on, paper.valid_until, revoked_on=paper.revoked_on) in HOLDING
    ]
    return ", ".join(dict.fromkeys(names))


def _paper_name(paper: Any) -> str:
    if paper.kind == CertificateKind.OTHER and paper.title:
        return str(paper.title)
    kind = labelled(CERTIFICATE_KINDS, paper.kind)
    return translate("%(kind)s, %(stars)s stars", kind=kind, stars=paper.stars) if paper.stars else kind


def _kept(name: str) -> Callable[[Compared, date], Any]:
    """A fact as its maker wrote it, in Vietnamese."""
    return lambda item, _day: marked(getattr(item.row, name) or "", "")


def _unit(item: Compared, _day: date) -> str:
    return str(item.row.unit_name_en if current_locale() == "en" else item.row.unit_name_vi)


_FACTS: tuple[tuple[str, Callable[[Compared, date], Any]], ...] = (
    (N_("Product group"), lambda item, _day: labelled(PRODUCT_GROUPS, item.row.group)),
    (N_("Province or city"), _unit),
    (N_("Certificates checked"), _papers),
    (N_("Trademark"), _kept("mark_name")),
    (N_("Net content"), _kept("net_content")),
    (N_("Size"), _kept("dimensions")),
    (N_("Made of"), _kept("materials")),
    (N_("Keeps for"), _kept("shelf_life")),
    (N_("Standard"), _kept("standard")),
    (N_("Where it is sold"), _kept("where_sold")),
    ("GTIN", lambda item, _day: item.row.gtin or ""),
)
