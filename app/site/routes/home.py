"""The home page."""

from typing import Any

from flask import Response, url_for
from markupsafe import Markup

from app.core.clock import today
from app.site.bilingual import labelled
from app.site.blueprint import bp
from app.site.catalogue.cards import product_card
from app.site.catalogue.province_map import drawn_map
from app.site.pages import whole_page
from app.site.results.queries import count_by_year_and_level
from app.site.rounds.views import RUNNING, round_card
from app.web.access import access
from app.web.filters import number_text
from app.web.i18n import localized, translate
from app.web.paths import with_question
from catalog.enums import Level, ProductGroup
from catalog.labels import LEVELS, PRODUCT_GROUPS
from catalog.listings.public import CatalogueStats, get_catalogue_stats, list_newest_recognised
from voting.publication.queries import list_rounds_in_states

NEWEST = 6
ROUNDS = 3
YEARS = 5
GROUP_ICONS = {
    ProductGroup.CRAFT: "star",
    ProductGroup.FOOD: "leaf",
    ProductGroup.MACHINE: "factory",
    ProductGroup.OTHER: "box",
}


@localized(bp, "/", "/")
@access("public")
def home() -> Response:
    """Search, groups and provinces within the first screen; below them what is new."""
    day = today()
    stats = get_catalogue_stats(day)
    products = url_for("site.products")
    return whole_page(
        "site/home/home.html",
        newest=[product_card(card, day) for card in list_newest_recognised(NEWEST, day)],
        rounds=[round_card(row) for row in list_rounds_in_states(RUNNING, ROUNDS)],
        map=_map(stats, products) if stats.products else "",
        numbers=_numbers(stats),
        results=_results(count_by_year_and_level(day)),
        groups=[
            {
                "name": labelled(PRODUCT_GROUPS, group),
                "href": with_question(products, {"group": str(group)}),
                "icon": GROUP_ICONS[group],
                "count": stats.groups.get(group, 0),
            }
            for group in ProductGroup
        ],
    )


def _map(stats: CatalogueStats, products: str) -> Markup:
    """Public products by province, each tile leading to its list."""
    return drawn_map(
        stats.by_province,
        stats.units.in_force,
        (products, {}),
        translate("Map of products by province"),
        translate("Choose a province to see its products."),
        is_column=True,
    )


def _results(counts: dict[int, dict[str, int]]) -> dict[str, Any] | None:
    """Levels as columns, the highest first, and the newest years as rows; None where nothing was recognised."""
    levels = [level for level in reversed(Level) if any(level in row for row in counts.values())]
    if not levels:
        return None
    path = url_for("site.results")
    return {
        "levels": [
            {"text": labelled(LEVELS, level), "href": with_question(path, {"level": str(level)})}
            for level in levels
        ],
        "years": [
            {
                "text": year,
                "href": with_question(path, {"year": year}),
                "cells": [
                    {
                        "count": row.get(str(level), 0),
                        "href": with_question(path, {"level": str(level), "year": year}),
                    }
                    for level in levels
                ],
            }
            for year, row in list(counts.items())[:YEARS]
        ],
    }


def _numbers(stats: CatalogueStats) -> str:
    """What the register holds today, in one sentence."""
    return translate(
        "Now: products %(products)s, facilities %(facilities)s, provinces and cities %(provinces)s, "
        "recognitions in force %(awards)s.",
        products=number_text(stats.products),
        facilities=number_text(stats.facilities),
        provinces=number_text(stats.provinces),
        awards=number_text(stats.awards),
    )
