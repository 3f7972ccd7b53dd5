"""Results: every recognised product by round, level, year, province and group; the same as CSV; decisions as feeds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, request

from app.core.clock import today
from app.site.blueprint import bp
from app.site.open_data.reads import list_recognitions
from app.site.open_data.routes import CSV_ROWS, csv_link, whole_table
from app.site.open_data.tables import RESULT_HEADER, result_rows
from app.site.pages import kept_page
from app.site.results import feeds, views
from app.site.results.queries import ResultQuestion, Results, find_recognitions, list_results
from app.web.access import access
from app.web.cache import public
from app.web.csv_files import csv_response
from app.web.i18n import localized
from app.web.pagination import PER_PAGE, asked_page, count_pages
from catalog.enums import Level, ProductGroup
from catalog.units.present import PresentUnits
from voting.publication.decisions import PublishedDecision, list_decision_lines, list_published_decisions

FEED_LENGTH = 50
FEED_SECONDS = 300
YEAR_DIGITS = 4


@localized(bp, "/ket-qua", "/results")
@access("public")
def results() -> Response:
    """Recognised products, the newest first; which provinces they come from; entered and recognised by decision."""
    day, question, number = today(), asked_question(), asked_page()
    found = list_results(question, day, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    decisions = list_decision_lines()
    asked = question.values()
    return kept_page(
        "site/results/results.html",
        (found.key, tuple(decisions), question, number, day),
        lambda: _shown(found, decisions, question, number, day),
        query={**asked, **({"page": str(number)} if number > 1 else {})} or None,
    )


def _shown(
    found: Results, decisions: Sequence[Any], question: ResultQuestion, number: int, day: date
) -> dict[str, Any]:
    """What the page of results draws."""
    words, asked = views.words_of(found.units, decisions), question.values()
    return {
        "asked": views.asked_in_words(question, words),
        "is_narrow": len(asked) > 1 or number > 1,
        "rows": views.drawn_rows(found, day),
        "total": found.total,
        "current": number,
        "pages": count_pages(found.total, number),
        "page_href": lambda n: views.address(question, page=n if n > 1 else None),
        "narrowing": views.narrowing(question, found, words),
        "chips": views.chips(question, words),
        "clear_href": views.address(ResultQuestion()),
        "csv": csv_link(views.address(question, "site.results_csv"), found.total, is_whole=not asked),
        "map": views.map_view(found.counts["province"], found.units, question),
        "decisions": [views.decision_row(row) for row in decisions if _line_fits(row, question, found.units)],
    }


@localized(bp, "/ket-qua.csv", "/results.csv")
@access("public")
def results_csv() -> Response:
    """The recognised products of a question as a spreadsheet, at most CSV_ROWS; without one all of them."""
    question, day = asked_question(), today()
    if not question.values():
        return whole_table("results")
    found = list_recognitions(find_recognitions(question, day, limit=CSV_ROWS), day)
    return public(csv_response("results", RESULT_HEADER, result_rows(found, day)))


@localized(bp, "/ket-qua.atom", "/results.atom")
@access("public")
def results_atom() -> Response:
    """Published decisions as an Atom feed (RFC 4287)."""
    question = asked_question()
    body = feeds.atom(_fed(question), question.values())
    return public(Response(body, content_type="application/atom+xml; charset=utf-8"), FEED_SECONDS)


@localized(bp, "/ket-qua.json", "/results.json")
@access("public")
def results_json() -> Response:
    """Published decisions as a JSON feed (version 1.1)."""
    question = asked_question()
    body = feeds.json_feed(_fed(question), question.values())
    return public(Response(body, content_type="application/feed+json; charset=utf-8"), FEED_SECONDS)


def _fed(question: ResultQuestion) -> list[PublishedDecision]:
    """The newest decisions that fit what was asked."""
    return [row for row in list_published_decisions() if _fits(row, question)][:FEED_LENGTH]


def asked_question() -> ResultQuestion:
    """The question of this request; a value that no facet knows is left out."""
    asked = {
        name: request.args.get(name, "")[:120] for name in ("level", "year", "province", "group", "round")
    }
    return ResultQuestion(
        level=asked["level"] if asked["level"] in set(Level) else "",
        year=asked["year"] if _is_number(asked["year"], YEAR_DIGITS) else "",
        province=asked["province"] if _is_number(asked["province"], 2) else "",
        group=asked["group"] if asked["group"] in set(ProductGroup) else "",
        round=asked["round"] if asked["round"].isprintable() else "",
    )


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()


def _line_fits(row: Any, question: ResultQuestion, units: PresentUnits) -> bool:
    return (
        question.level in {"", row.level}
        and question.year in {"", str(row.year)}
        and question.round in {"", row.slug}
        and question.province in {"", units.by_id[row.unit_id].code if row.unit_id else ""}
    )


def _fits(row: PublishedDecision, question: ResultQuestion) -> bool:
    round_ = row.round
    now = round_.unit.present.code if round_.unit else ""
    return (
        question.level in {"", round_.level}
        and question.year in {"", str(round_.year)}
        and question.round in {"", round_.slug}
        and question.province in {"", now}
    )
