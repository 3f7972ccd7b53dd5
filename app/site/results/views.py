"""Results as the public sees them: rows, facets of single choice, decisions, the map."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from app.core.clock import VIETNAM
from app.core.text import sort_key
from app.site.bilingual import in_locale, joined, labelled, marked, place_name, producer_of, vietnamese
from app.site.catalogue.cards import unit_name
from app.site.catalogue.province_map import map_of
from app.site.paths import path_to
from app.site.queries import is_shown
from app.site.results.queries import ResultQuestion
from app.site.rounds.views import area
from app.web.i18n import N_, current_locale, translate
from catalog.enums import LEVEL_RANK, Level, ProductGroup
from catalog.labels import LEVELS, PRODUCT_GROUPS
from catalog.models import AdministrativeUnit, Award, ProductPicture
from catalog.products.views import picture_view
from voting.enums import RoundState
from voting.models import SelectionRound
from voting.publication.decisions import PublishedDecision

TITLES = {
    "round": N_("Selection round"),
    "level": N_("Level"),
    "year": N_("Year"),
    "province": N_("Province or city"),
    "group": N_("Product group"),
}

Words = Mapping[str, Mapping[str, str]]


def words_of(units: Sequence[AdministrativeUnit], decisions: Sequence[PublishedDecision]) -> Words:
    """The name of each value of each facet. A value without a name cannot be requested."""
    return {
        "level": {str(level): labelled(LEVELS, level) for level in Level},
        "group": {str(group): labelled(PRODUCT_GROUPS, group) for group in ProductGroup},
        "province": {unit.code: unit_name(unit) for unit in units},
        "round": {d.round.slug: in_locale(d.round.title_vi, d.round.title_en) for d in decisions},
    }


def word(words: Words, name: str, value: str) -> str:
    return value if name == "year" else words[name].get(value, value)


def address(question: ResultQuestion, endpoint: str = "site.results", **more: Any) -> str:
    values: dict[str, Any] = {**question.values(), **more}
    return url_for(endpoint, **values)


def facet_groups(
    question: ResultQuestion, counts: Mapping[str, Mapping[str, int]], words: Words
) -> list[dict[str, Any]]:
    """What the `facets` macro draws; the chosen value stays with its count, or nobody could take it out."""
    groups = []
    for name in ("level", "year", "province", "group", "round"):
        chosen = getattr(question, name)
        values = {**({chosen: 0} if chosen else {}), **counts[name]}
        options = [
            {
                "text": word(words, name, value),
                "count": values[value],
                "selected": value == chosen,
                "href": address(_choose(question, name, "" if value == chosen else value)),
            }
            for value in sorted(values, key=lambda value, name=name: _order(name, value, words))  # type: ignore[misc]
        ]
        if options:
            groups.append(
                {"name": name, "title": translate(TITLES[name]), "open": bool(chosen), "options": options}
            )
    return groups


def chips(question: ResultQuestion, words: Words) -> list[dict[str, str]]:
    return [
        {"text": word(words, name, value), "remove_href": address(question.without(name))}
        for name, value in question.values().items()
    ]


def asked_in_words(question: ResultQuestion, words: Words) -> str:
    """The question as one line for the title: "Cấp tỉnh, 2026, Đồng Nai"."""
    return joined(word(words, name, value) for name, value in question.values().items())


def row(
    award: Award, picture: ProductPicture | None, round_: SelectionRound | None, day: date
) -> dict[str, Any]:
    """A recognised product: names as they were recognised, its certificate as it is today."""
    product, facility = award.product, award.product.facility
    now = facility.unit.present
    shown = is_shown(product)
    return {
        "name": award.product_name,
        "href": path_to("product", product.slug) if shown else None,
        "picture": picture_view(picture, current_locale(), award.product_name) if shown else None,
        "producer": producer_of(award),
        "producer_href": path_to("facility", facility.slug) if shown else None,
        "province": place_name(award.unit_name),
        "province_now": unit_name(now) if now.name_vi != award.unit_name else "",
        "level": labelled(LEVELS, award.level),
        "year": award.year,
        "group": labelled(PRODUCT_GROUPS, product.group),
        "state": str(award.validity_on(day)),
        "until": award.valid_until,
        "revoked_on": award.revoked_on,
        "number": award.number,
        "certificate_href": path_to("certificate", award.number) if award.number else None,
        "round": marked(round_.title_vi, round_.title_en) if round_ else "",
        "round_href": path_to("round", round_.slug) if round_ else None,
        "source": award.source_text,
        "demo": award.is_demo,
    }


def decision_row(found: PublishedDecision) -> dict[str, Any]:
    """A published decision in the table of entered and recognised."""
    round_ = found.round
    assert round_.published_at is not None
    return {
        "name": marked(round_.title_vi, round_.title_en),
        "href": path_to("round", round_.slug),
        "level": labelled(LEVELS, round_.level),
        "area": vietnamese(area(round_)),
        "decision": found.frozen["decision"]["number"],
        "published_on": round_.published_at.astimezone(VIETNAM).date(),
        "entered": found.entered,
        "recognised": found.recognised,
        "annulled": round_.state == RoundState.ANNULLED,
        "demo": round_.is_demo,
    }


def map_view(
    counts: Mapping[str, int], units: Sequence[AdministrativeUnit], question: ResultQuestion
) -> dict[str, Any]:
    """What the map macro draws. counts: by code of today's provinces, whatever the filter."""
    return map_of(
        counts, units, lambda code: address(_choose(question, "province", code)), selected=question.province
    )


def _choose(question: ResultQuestion, name: str, value: str) -> ResultQuestion:
    return ResultQuestion(**{**question.values(), name: value})


def _order(name: str, value: str, words: Words) -> Any:
    """Levels from the highest, years and rounds from the newest, the rest by name."""
    if name == "level":
        return -LEVEL_RANK[Level(value)] if value in set(Level) else 0
    if name == "year":
        return -int(value)
    if name == "round":
        return list(words["round"]).index(value) if value in words["round"] else len(words["round"])
    return sort_key(word(words, name, value))
