"""Programmes of industrial promotion as anyone may see them: targets, what counts towards each, where it was done."""

from flask import Response, url_for

from app.core.clock import today
from app.site.bilingual import in_locale, marked
from app.site.blueprint import bp
from app.site.pages import page, whole_page
from app.site.programmes import views
from app.site.programmes.pictures import SHOWN, picture_view
from app.web.access import access
from app.web.cache import public
from app.web.csv_files import csv_response
from app.web.i18n import localized
from app.web.pagination import PER_PAGE, asked_page, count_pages
from catalog.units.queries import list_units
from programme.activity_files.queries import list_public_pictures
from programme.counts.queries import Counted, count_quarters, count_targets, count_units
from programme.facts.queries import list_facts
from programme.targets.queries import find_target, get_programme, list_programmes

CSV_HEADER = (
    "code",
    "target",
    "measure",
    "number",
    "approximate",
    "counted",
    "accepted",
    "with_document",
    "declared",
)


@localized(bp, "/chuong-trinh", "/programmes")
@access("public")
def programmes() -> Response:
    """All programmes, the newest first."""
    return page(
        "site/programmes/programmes.html", programmes=[views.programme_card(row) for row in list_programmes()]
    )


@localized(bp, "/chuong-trinh/<slug>", "/programmes/<slug>")
@access("public")
def programme(slug: str) -> Response:
    """The board of a programme: bars of its targets, then provinces on the map and in a table."""
    row = get_programme(slug)
    counts, by_unit, units = count_targets(row), count_units(row), list_units(today())
    return whole_page(
        "site/programmes/programme.html",
        programme=row,
        name=marked(row.title_vi, row.title_en),
        title=in_locale(row.title_vi, row.title_en),
        card=views.programme_card(row),
        chapters=views.chapters(row, counts),
        totals=_totals(counts),
        map=views.province_map(by_unit, units) if row.unit_id is None else None,
        provinces=views.province_rows(by_unit, units),
        unit_count=len(units),
        pictures=[picture_view(picture) for picture in list_public_pictures(row, limit=SHOWN)],
    )


@localized(bp, "/chuong-trinh/<slug>/chi-tieu.csv", "/programmes/<slug>/targets.csv")
@access("public")
def programme_csv(slug: str) -> Response:
    """The board as a file."""
    row = get_programme(slug)
    counts = count_targets(row)
    lines = []
    for target in row.targets:
        version, counted = target.version_on(today()), counts.get(target.id, views.NOTHING)
        about = "1" if version.is_approximate else ""
        lines.append(
            (target.code, version.wording_vi, target.measure.name_vi, version.number or "", about, counted.number,
             counted.accepted, counted.document, counted.declared)
        )  # fmt: skip
    return public(csv_response(f"{slug}-targets", CSV_HEADER, lines))


@localized(bp, "/chuong-trinh/<slug>/<code>", "/programmes/<slug>/<code>")
@access("public")
def programme_target(slug: str, code: str) -> Response:
    """One target with every fact behind its number."""
    row = get_programme(slug)
    target = find_target(row, code)
    number = asked_page()
    facts, total = list_facts(target, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    counted = count_targets(row).get(target.id, views.NOTHING)
    return page(
        "site/programmes/target.html",
        query={"page": str(number)} if number > 1 else None,
        card=views.programme_card(row),
        target=views.target_row(target, counted),
        breakdown=target.version_on(today()).breakdown,
        versions=views.version_rows(target),
        quarters=views.quarter_rows(count_quarters(target)),
        facts=[views.fact_row(fact) for fact in facts],
        total=total,
        current=number,
        pages=count_pages(total, number),
        page_href=lambda n: url_for("site.programme_target", slug=slug, code=code, page=n if n > 1 else None),
    )


def _totals(counts: dict[int, Counted]) -> dict[str, int]:
    """How many facts count, and how many are only declared. A fact of two targets is two."""
    return {
        "facts": sum(counted.facts for counted in counts.values()),
        "reached": sum(1 for counted in counts.values() if counted.number),
    }
