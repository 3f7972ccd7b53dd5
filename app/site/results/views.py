"""Results as the public sees them: rows, facets of single choice, decisions, the map."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from app.core.clock import VIETNAM
from app.core.text import sort_key
from app.site.bilingual import (
    in_locale,
    joined,
    labelled,
    marked,
    place_name,
    recognised_producer,
    vietnamese,
)
from app.site.catalogue.cards import unit_name
from app.site.catalogue.province_map import drawn_map
from app.site.results.queries import ResultQuestion, Results, key_of_picture, result_row
from app.site.rounds.views import area
from app.web.i18n import N_, current_locale, translate
from app.web.paths import path_of, path_to, with_question
from app.web.templates.pieces import piece, pieces
from catalog.enums import LEVEL_RANK, Level, ProductGroup
from catalog.facilities.consent import may_be_named
from catalog.labels import LEVELS, PRODUCT_GROUPS
from catalog.products.views import picture_view
from catalog.units.present import PresentUnits
from catalog.validity import state_of
from voting.enums import RoundState

TITLES = {
    "round": N_("Selection round"),
    "level": N_("Level"),
    "year": N_("Year"),
    "province": N_("Province or city"),
    "group": N_("Product group"),
}

Words = Mapping[str, Mapping[str, str]]


def words_of(units: PresentUnits, decisions: Sequence[Any]) -> Words:
    """The name of each value of each facet. A value without a name cannot be requested."""
    rounds = {row.slug: in_locale(row.title_vi, row.title_en) for row in decisions}
    return {**_lasting_words(units, current_locale()), "round": rounds}


@lru_cache(maxsize=8)
def _lasting_words(units: PresentUnits, _locale: str) -> Words:
    """Those that no decision adds to, in the reader's language."""
    return {
        "level": {str(level): labelled(LEVELS, level) for level in Level},
        "group": {str(group): labelled(PRODUCT_GROUPS, group) for group in ProductGroup},
        "province": {unit.code: unit_name(unit) for unit in units.in_force},
    }


def word(words: Words, name: str, value: str) -> str:
    return value if name == "year" else words[name].get(value, value)


def address(question: ResultQuestion, endpoint: str = "site.results", **more: Any) -> str:
    return with_question(path_of(endpoint), {**question.values(), **more})


def narrowing(question: ResultQuestion, found: Results, words: Words) -> Markup:
    """The filters that results can be narrowed by."""
    counts = found.counts
    shows = (
        question,
        found.counts_key,
        found.units,
        tuple(words["round"].items()),
    )
    return piece("components/lists.html", "facets", shows, lambda: (_groups(question, counts, words),))


def _groups(
    question: ResultQuestion, counts: Mapping[str, Mapping[str, int]], words: Words
) -> list[dict[str, Any]]:
    """What the `facets` macro draws; the chosen value stays with its count, or nobody could take it out."""
    groups, path = [], path_of("site.results")
    for name in ("level", "year", "province", "group", "round"):
        chosen = getattr(question, name)
        values = {**({chosen: 0} if chosen else {}), **counts[name]}
        options = [
            {
                "text": word(words, name, value),
                "count": values[value],
                "selected": value == chosen,
                "href": with_question(
                    path, _choose(question, name, "" if value == chosen else value).values()
                ),
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


def drawn_rows(found: Results, day: date) -> list[Markup]:
    """Recognised products: names as they were recognised, their certificates as they are today."""
    shown = [
        ((raw, picture and key_of_picture(picture), found.units, day), (raw, picture))
        for raw, picture in found.rows
    ]
    return pieces(
        "site/results/_row.html",
        "result_row",
        shown,
        lambda given: (_row(result_row(given[0]), given[1], found.units, day),),
    )


def _row(row: Any, picture: Any, units: PresentUnits, day: date) -> dict[str, Any]:
    now = units.by_id[row.facility_unit_id]
    return {
        "name": row.product_name,
        "href": path_to("product", row.slug) if row.is_public else None,
        "picture": picture_view(picture if row.is_public else None, current_locale(), row.product_name),
        "producer": recognised_producer(
            row.producer_name,
            row.number,
            named=may_be_named(row.facility_kind, row.facility_consent_at, row.facility_state),
            kind=row.facility_kind,
            unit=now,
        ),
        "producer_href": path_to("facility", row.facility_slug) if row.is_public else None,
        "province": place_name(row.unit_name),
        "province_now": unit_name(now) if now.name_vi != row.unit_name else "",
        "level": labelled(LEVELS, row.level),
        "year": row.year,
        "group": labelled(PRODUCT_GROUPS, row.group),
        "state": str(state_of(row, day)),
        "until": row.valid_until,
        "revoked_on": row.revoked_on,
        "number": row.number,
        "certificate_href": path_to("certificate", row.number) if row.number else None,
        "round": marked(row.round_title_vi, row.round_title_en) if row.round_slug else "",
        "round_href": path_to("round", row.round_slug) if row.round_slug else None,
        "source": row.source_text,
        "demo": row.is_demo,
    }


def decision_row(row: Any) -> dict[str, Any]:
    """A published decision in the table of entered and recognised. row: of `list_decision_lines`."""
    return {
        "name": marked(row.title_vi, row.title_en),
        "href": path_to("round", row.slug),
        "level": labelled(LEVELS, row.level),
        "area": vietnamese(area(row)),
        "decision": row.number,
        "published_on": row.published_at.astimezone(VIETNAM).date(),
        "entered": row.entered,
        "recognised": row.recognised,
        "annulled": row.state == RoundState.ANNULLED,
        "demo": row.is_demo,
    }


def map_view(counts: Mapping[str, int], units: PresentUnits, question: ResultQuestion) -> Markup:
    """The map. counts: by code of today's provinces, whatever the filter."""
    found = sum(1 for count in counts.values() if count)
    return drawn_map(
        counts,
        units.in_force,
        (path_of("site.results"), question.values()),
        translate("Map of recognised products by province"),
        translate("%(count)s provinces and cities have recognised products here.", count=found),
        selected=question.province,
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
