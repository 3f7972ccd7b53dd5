"""The page of open data, its files and its catalogue for machines."""

from typing import Any

from flask import Response

from app.core.errors import NotFound, Unavailable
from app.site.blueprint import bp
from app.site.open_data.dcat import catalogue
from app.site.open_data.files import LICENCE, SUMS
from app.site.open_data.models import OpenDataFile
from app.site.open_data.queries import find_file, last_day, list_files
from app.site.open_data.sending import send_file_of
from app.site.open_data.tables import TABLES
from app.site.pages import whole_page
from app.site.whole_files.queries import is_large
from app.web.access import access
from app.web.cache import public
from app.web.csv_files import csv_response
from app.web.filters import number_text
from app.web.i18n import current_locale, local_url, localized, translate

FORMATS = ("csv", "xlsx", "jsonld")
CSV_ROWS = 400
"""Of the spreadsheet of a narrowed list: what a request may take. Whole tables are files that a job makes at night."""
FILE_TAKES = 120
"""Seconds until the first files of a large catalogue are there, about."""


@localized(bp, "/du-lieu-mo", "/open-data")
@access("public")
def open_data() -> Response:
    """The downloads, their size and last night's changes; the API."""
    day = last_day()
    found = {row.name: row for row in list_files(day)}
    return whole_page(
        f"site/texts/open_data.{current_locale()}.html",
        day=day,
        tables=[_shown(table.name, translate(table.title), found) for table in TABLES] if found else [],
        sums=local_url("site.open_data_file", name=SUMS),
        dcat=local_url("site.open_data_catalogue"),
        licence=LICENCE,
    )


@localized(bp, "/du-lieu-mo/catalog.jsonld", "/open-data/catalog.jsonld")
@access("public")
def open_data_catalogue() -> Response:
    """The files as a DCAT catalogue."""
    return public(Response(catalogue(list_files(last_day())), content_type="application/ld+json"))


@localized(bp, "/du-lieu-mo/<name>", "/open-data/<name>")
@access("public")
def open_data_file(name: str) -> Response:
    """One file of the last night."""
    row = find_file(name)
    if row is None:
        raise NotFound("not_found")
    return send_file_of(row)


def whole_table(name: str) -> Response:
    """The whole table as CSV, for the addresses that lists offer it under: as last night left it. Before the first
    night a small one is drawn; a large one would take minutes, so it raises Unavailable.
    """
    row = find_file(f"{name}.csv")
    if row is not None:
        return send_file_of(row)
    if is_large():
        raise Unavailable("whole_file_in_the_making", retry_after=FILE_TAKES)
    table = next(table for table in TABLES if table.name == name)
    return public(csv_response(name, table.header, table.rows()))


def csv_link(href: str, total: int, *, is_whole: bool) -> dict[str, str]:
    """The link to the spreadsheet of a list; of a question with too many hits it says how many of them it gives."""
    is_cut = not is_whole and total > CSV_ROWS
    form = translate("CSV, the first %(count)s", count=CSV_ROWS) if is_cut else "CSV"
    return {"text": translate("Download"), "href": href, "format": form}


def _shown(name: str, title: str, found: dict[str, OpenDataFile]) -> dict[str, Any]:
    """rows: of the table; files: {"text", "href", "size"} of each form; changes: how many since the night before."""
    files = [
        {
            "text": form.upper() if form != "jsonld" else "JSON-LD",
            "href": local_url("site.open_data_file", name=row.name),
            "size": translate("%(count)s kB", count=number_text(-(-row.size // 1000))),
        }
        for form in FORMATS
        if (row := found.get(f"{name}.{form}")) is not None
    ]
    changes = found.get(f"{name}-changes.csv")
    return {
        "title": title,
        "rows": found[f"{name}.csv"].rows if f"{name}.csv" in found else 0,
        "files": files,
        "changes": changes.rows if changes is not None else 0,
        "changes_href": local_url("site.open_data_file", name=f"{name}-changes.csv"),
    }
