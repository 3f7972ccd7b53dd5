"""What a visitor asks of a list, read from the query string; anything invalid is ignored."""

from dataclasses import replace
from typing import Any

from flask import request, url_for

from app.core.search import Sort
from app.core.text import control_characters, nfc
from app.web.pagination import asked_page
from app.web.paths import with_question
from catalog.enums import CertificateKind, Level, ProductGroup, Recognition
from catalog.search.documents import LAPSED
from catalog.search.queries import CatalogueSearch
from catalog.units.table import LIST_2025

TEXT_LIMIT = 200
MOST_VALUES = 12
YEAR_DIGITS = 4
KNOWN: dict[str, frozenset[str]] = {
    "recognition": frozenset(Recognition),
    "group": frozenset(ProductGroup),
    "level": frozenset({*Level, LAPSED}),
    "certificate": frozenset(CertificateKind),
    "province": frozenset(row[0] for row in LIST_2025),
}
"""What the values of a facet can be; a facet that is not here holds years."""


def asked_search(facets: tuple[str, ...], *, per_page: int = 24) -> CatalogueSearch:
    """The question of this request: `q`, one or more values a facet, `sort`, `page`."""
    return CatalogueSearch(
        text=asked_text("q"),
        filters={name: values for name in facets if (values := _asked_values(name))},
        sort=asked_sort(),
        page=asked_page(),
        per_page=per_page,
    )


def asked_text(name: str) -> str:
    """A text of the query string in NFC, without control characters, cut to a sensible length."""
    text = nfc(request.args.get(name, "")[: 4 * TEXT_LIMIT])
    if control_characters(text):
        text = "".join(char for char in text if not control_characters(char))
    return " ".join(text.split())[:TEXT_LIMIT]


def asked_sort() -> Sort:
    try:
        return Sort(request.args.get("sort", Sort.RELEVANCE))
    except ValueError:
        return Sort.RELEVANCE


def address(endpoint: str, search: CatalogueSearch, **changes: Any) -> str:
    """The address that asks a question again with changes (`page` is dropped unless it is one of them)."""
    return with_question(url_for(endpoint), asked_values(search, **changes))


def asked_values(search: CatalogueSearch, **changes: Any) -> dict[str, Any]:
    """The question with changes as it stands in an address."""
    asked = replace(search, **{"page": 1, **changes})
    values: dict[str, Any] = {"q": asked.text or None}
    values |= {name: sorted(chosen) for name, chosen in asked.filters.items() if chosen}
    values["sort"] = str(asked.sort) if asked.sort is not Sort.RELEVANCE else None
    values["page"] = asked.page if asked.page > 1 else None
    return values


def as_key(search: CatalogueSearch) -> tuple[Any, ...]:
    """The question as a key, whatever its page."""
    filters = tuple(sorted((name, tuple(sorted(values))) for name, values in search.filters.items()))
    return (search.text, filters, search.sort)


def toggled(search: CatalogueSearch, facet: str, value: str) -> dict[str, frozenset[str]]:
    """The filters with one value added, or removed if it is there."""
    chosen = search.filters.get(facet, frozenset()) ^ {value}
    return {**search.filters, facet: frozenset(chosen)}


def _asked_values(name: str) -> frozenset[str]:
    values = {value.strip() for value in request.args.getlist(name)[:MOST_VALUES]}
    if name in KNOWN:
        return frozenset(values & KNOWN[name])
    return frozenset(v for v in values if len(v) == YEAR_DIGITS and v.isascii() and v.isdigit())
