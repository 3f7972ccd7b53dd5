"""What a visitor asks of a list, read from the query string; anything invalid is ignored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from flask import request, url_for

from app.core.search import Sort
from app.core.text import control_characters, nfc
from app.web.pagination import asked_page
from app.web.paths import with_question
from catalog.enums import CertificateKind, Level, ProductGroup, Recognition, TrademarkKind
from catalog.schemes.rules import STARS
from catalog.search.documents import LAPSED
from catalog.search.queries import PRODUCT_FACETS, CatalogueSearch
from catalog.units.communes import find_commune
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
    "stars": frozenset(map(str, STARS)),
    "mark": frozenset(TrademarkKind),
}
"""What the values of a facet can be. A commune is asked by its code, a craft village by its name; any other facet holds
years.
"""


def asked_search(facets: tuple[str, ...], *, per_page: int = 24) -> CatalogueSearch:
    """The question of this request: `q`, one or more values a facet, `sort`, `page`."""
    return CatalogueSearch(
        text=asked_text("q"),
        filters={name: values for name in facets if (values := _asked_values(name))},
        sort=asked_sort(),
        page=asked_page(),
        per_page=per_page,
    )


def read_question(text: str) -> CatalogueSearch:
    """The question of an address, given as what follows its `?`; its order and page are left out. One of too many
    fields asks nothing.
    """
    try:
        values = parse_qs(text.removeprefix("?"), max_num_fields=4 * MOST_VALUES)
    except ValueError:
        values = {}
    return CatalogueSearch(
        text=clean_text((values.get("q") or [""])[0]),
        filters={
            name: found for name in PRODUCT_FACETS if (found := _known_values(name, values.get(name, [])))
        },
    )


def asked_text(name: str) -> str:
    """A text of the query string in NFC, without control characters, cut to a sensible length."""
    return clean_text(request.args.get(name, ""))


def clean_text(text: str) -> str:
    """In NFC, without control characters, cut to a sensible length."""
    text = nfc(text[: 4 * TEXT_LIMIT])
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
    return _known_values(name, request.args.getlist(name))


def _known_values(name: str, given: Sequence[str]) -> frozenset[str]:
    values = {clean_text(value) for value in given[:MOST_VALUES]}
    if name in KNOWN:
        return frozenset(values & KNOWN[name])
    return frozenset(filter(_FORMS.get(name, _is_year), values))


def _is_year(value: str) -> bool:
    return len(value) == YEAR_DIGITS and value.isascii() and value.isdigit()


_FORMS: Mapping[str, Callable[[str], object]] = {"commune": find_commune, "village": str}
