"""Selection rounds: the list, one round, what was published of it as files."""

from flask import Response, request, url_for

from app.core.clock import today, utc_now
from app.core.errors import NotFound
from app.site.bilingual import foreign, in_locale, labelled, marked
from app.site.blueprint import bp
from app.site.pages import page, whole_page
from app.site.rounds import calendar as round_calendar
from app.site.rounds import rule_texts
from app.site.rounds import views as round_views
from app.site.rounds.plan import plan_downloads
from app.web.access import access
from app.web.cache import public
from app.web.calendars import calendar_response
from app.web.csv_files import csv_number, csv_response
from app.web.filters import paragraphs
from app.web.i18n import current_locale, localized, translate
from app.web.pagination import PER_PAGE, asked_page, count_pages
from catalog.awards.queries import list_out_of_force
from catalog.enums import Level
from catalog.labels import LEVELS
from voting.favourite.queries import STANDING, find_favourite, phase_of
from voting.models import SelectionRound
from voting.publication.queries import get_public_round, list_public_rounds
from voting.rounds.labels import ROUND_STATES
from voting.verification.queries import get_bundle_file

CSV_HEADER = ("group", "place", "entry_code", "product", "facility", "total", "certificate", "out_of_force")


@localized(bp, "/ky-binh-chon", "/rounds")
@access("public")
def rounds() -> Response:
    """Announced rounds, the newest first."""
    level = request.args.get("level", "")
    level = level if level in set(Level) else ""
    number = asked_page()
    rows, total = list_public_rounds(level=level, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    tabs = [{"text": translate("All levels"), "href": url_for("site.rounds"), "current": not level}]
    tabs += [
        {"text": labelled(LEVELS, code), "href": url_for("site.rounds", level=code), "current": level == code}
        for code in reversed(Level)
    ]
    return page(
        "site/rounds/rounds.html",
        query={"level": level} if level else None,
        running=[round_views.round_card(row) for row in rows if row.state in round_views.RUNNING],
        past=[round_views.round_card(row) for row in rows if row.state not in round_views.RUNNING],
        tabs=tabs,
        current=number,
        pages=count_pages(total, number),
        page_href=lambda n: url_for("site.rounds", level=level or None, page=n if n > 1 else None),
    )


@localized(bp, "/ky-binh-chon/<slug>", "/rounds/<slug>")
@access("public")
def round(slug: str) -> Response:  # noqa: A001  # the endpoint's name is promised to the other packages
    """One round: its calendar; then the provisional list; then the decision with the recognised products."""
    found = get_public_round(slug)
    row = found.round
    rules = row.rule_set
    return whole_page(
        "site/rounds/round.html",
        round=row,
        name=in_locale(row.title_vi, row.title_en),
        name_lang=foreign(row.title_vi, row.title_en),
        level=labelled(LEVELS, row.level),
        area=round_views.area(row),
        state_text=labelled(ROUND_STATES, row.state),
        summary=round_views.summary(row),
        stages=round_views.stages(row),
        deadline=round_views.deadline_text(row),
        plan=plan_downloads(row),
        notice_text=marked(paragraphs(row.notice_vi), paragraphs(row.notice_en), "div"),
        rules_name=marked(rules.name_vi, rules.name_en),
        criteria=rule_texts.criteria_rows(rules.body),
        rules=[*rule_texts.rule_lines(rules.body), round_views.handling(row)],
        rules_source=rules.body["source"],
        calendar=round_calendar.calendar_rows(row),
        complaint_term=round_calendar.complaint_term(row),
        favourite=_favourite(row),
        provisional=round_views.provisional_view(found.provisional)
        if found.provisional is not None
        else None,
        result=round_views.result_view(found.result, list_out_of_force(row.id, today()))
        if found.result
        else None,
    )


@localized(bp, "/ky-binh-chon/<slug>/lich.ics", "/rounds/<slug>/calendar.ics")
@access("public")
def round_calendar_file(slug: str) -> Response:
    """The calendar of a round for a phone or a computer."""
    row = get_public_round(slug).round
    title = in_locale(row.title_vi, row.title_en)
    return calendar_response(slug, title, round_calendar.calendar_events(row))


@localized(bp, "/ky-binh-chon/<slug>/ket-qua.csv", "/rounds/<slug>/results.csv")
@access("public")
def round_csv(slug: str) -> Response:
    """The recognised products of a published round, as an office program of the page's language reads it.

    NotFound before publication.
    """
    found = get_public_round(slug)
    result = found.result
    if result is None:
        raise NotFound("not_found")
    out = list_out_of_force(found.round.id, today())
    mark = "," if current_locale() == "vi" else "."
    rows = [
        (
            row["group"],
            row["place"],
            row["code"],
            row["product"],
            row["facility"],
            csv_number(row["total"] or "", mark),
            row["certificate"],
            str(out.get(row["certificate"] or "", "")),
        )
        for row in result["recognised"]
    ]
    return public(csv_response(f"{slug}-results", CSV_HEADER, rows, delimiter=";" if mark == "," else ","))


@localized(bp, "/ky-binh-chon/<slug>/so-lieu.json", "/rounds/<slug>/bundle.json")
@access("public")
def round_bundle(slug: str) -> Response:
    """Everything needed to recount a published round; `tieubieu verify` reads it."""
    response = Response(get_bundle_file(slug), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.json"'
    return public(response)


def _favourite(row: SelectionRound) -> str:
    """The phase of the public's favourite; empty where the round has none."""
    vote = find_favourite(row.id) if row.state in STANDING else None
    return str(phase_of(vote, utc_now())) if vote else ""
