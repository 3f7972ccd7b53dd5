"""Facet lists, chips and sort links of a list page: every choice is an address."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.core.search import Sort
from app.core.text import sort_key
from app.site.bilingual import labelled
from app.site.catalogue.cards import unit_name
from app.site.catalogue.search_address import address, as_key, asked_values, toggled
from app.web.i18n import N_, translate, translate_plural
from app.web.paths import with_question
from app.web.templates.pieces import piece
from catalog.enums import Level, Recognition
from catalog.labels import (
    CERTIFICATE_KINDS,
    LAPSED_LEVEL,
    LEVELS,
    PRODUCT_GROUPS,
    RECOGNITIONS,
    TRADEMARK_KINDS,
)
from catalog.search.documents import LAPSED
from catalog.search.queries import CatalogueSearch
from catalog.units.communes import find_commune
from catalog.units.present import PresentUnit

TITLES = {
    "recognition": N_("Recognition today"),
    "group": N_("Product group"),
    "province": N_("Province or city"),
    "commune": N_("Commune"),
    "village": N_("Craft village"),
    "level": N_("Level of recognition"),
    "stars": N_("OCOP stars checked"),
    "certificate": N_("Certificates checked"),
    "mark": N_("Trademark checked"),
    "year": N_("Year of recognition"),
}
LEVEL_WORDS: Mapping[Any, str] = {
    **{str(level): word for level, word in LEVELS.items()},
    LAPSED: LAPSED_LEVEL,
}
SORTS = {Sort.RELEVANCE: N_("Best match"), Sort.NEWEST: N_("Newest"), Sort.NAME: N_("Name")}

MOST_VILLAGES = 20

Words = Mapping[str, Callable[[str], str]]


def words_of(units: Sequence[PresentUnit]) -> Words:
    """The names of the values of each facet. units: those in force."""
    names = {unit.code: unit_name(unit) for unit in units}
    return {
        "recognition": lambda value: labelled(RECOGNITIONS, value),
        "group": lambda value: labelled(PRODUCT_GROUPS, value),
        "province": lambda value: names.get(value, value),
        "level": lambda value: labelled(LEVEL_WORDS, value),
        "certificate": lambda value: labelled(CERTIFICATE_KINDS, value),
        "commune": lambda value: found.title if (found := find_commune(value)) is not None else value,
        "village": str,
        "stars": lambda value: translate_plural("%(num)s star", "%(num)s stars", int(value)),
        "mark": lambda value: labelled(TRADEMARK_KINDS, value),
        "year": lambda value: value,
    }


def narrowing(
    endpoint: str,
    search: CatalogueSearch,
    counts: Mapping[str, Mapping[str, int]],
    units: Sequence[PresentUnit],
) -> Markup | str:
    """The filters that a list can be narrowed by; nothing where there is none."""
    shows = (
        endpoint,
        as_key(search),
        tuple((name, tuple(found.items())) for name, found in counts.items()),
        units,
    )
    if not search.filters and not any(counts.values()):
        return ""
    return piece(
        "components/lists.html",
        "facets",
        shows,
        lambda: (_groups(endpoint, search, counts, words_of(units)),),
    )


def _groups(
    endpoint: str, search: CatalogueSearch, counts: Mapping[str, Mapping[str, int]], words: Words
) -> list[dict[str, Any]]:
    """What the `facets` macro draws. A chosen value without hits stays, or nobody could remove it."""
    groups, path = [], url_for(endpoint)
    for name, title in TITLES.items():
        chosen = search.filters.get(name, frozenset())
        values = {**dict.fromkeys(chosen, 0), **_few(name, counts.get(name, {}), chosen)}
        if not values:
            continue
        options = [
            {
                "text": words[name](value),
                "count": values[value],
                "selected": value in chosen,
                "href": with_question(path, asked_values(search, filters=toggled(search, name, value))),
            }
            for value in _ordered(name, values, words)
        ]
        groups.append({"name": name, "title": translate(title), "open": bool(chosen), "options": options})
    return groups


def _few(name: str, counts: Mapping[str, int], chosen: Iterable[str]) -> Mapping[str, int]:
    """Of villages the most frequent ones, and those that are chosen."""
    if name != "village" or len(counts) <= MOST_VILLAGES:
        return counts
    most = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_VILLAGES]
    return {value: counts[value] for value in (*most, *(value for value in chosen if value in counts))}


def chips(endpoint: str, search: CatalogueSearch, words: Words) -> list[dict[str, str]]:
    """The filters in use, each with the address without it; the words searched for come first."""
    found = [
        {
            "text": words[name](value),
            "remove_href": address(endpoint, search, filters=toggled(search, name, value)),
        }
        for name, values in search.filters.items()
        if name in words
        for value in sorted(values)
    ]
    if search.text:
        shown = translate("“%(text)s”", text=search.text)
        found.insert(0, {"text": shown, "remove_href": address(endpoint, search, text="")})
    return found


def sorts(endpoint: str, search: CatalogueSearch) -> list[dict[str, Any]]:
    """The orders to choose from: without words nothing is a better match, and the order is by name."""
    asked = search.sort
    if asked is Sort.RELEVANCE and not search.text:
        asked = Sort.NAME
    return [
        {"text": translate(text), "current": sort is asked, "href": address(endpoint, search, sort=sort)}
        for sort, text in SORTS.items()
        if search.text or sort is not Sort.RELEVANCE
    ]


def _ordered(name: str, values: Mapping[str, int], words: Words) -> list[str]:
    """Levels from the highest down, years from the newest, provinces by name, the rest by count."""
    if name == "level":
        ranks = [*reversed(Level), LAPSED]
        return sorted(values, key=lambda value: ranks.index(value) if value in ranks else len(ranks))
    if name == "recognition":
        return [code for code in Recognition if code in values]
    if name in {"year", "stars"}:
        return sorted(values, reverse=True)
    if name in {"province", "commune"}:
        return sorted(values, key=lambda value: sort_key(words[name](value)))
    return sorted(values, key=lambda value: (-values[value], words[name](value)))
