"""Many entries at once from a spreadsheet: checked first, written on confirmation."""

import json
from collections.abc import Sequence
from itertools import zip_longest

from flask import Response, redirect, render_template, request
from wtforms import FileField

from app.core.database.transaction import transaction
from app.core.documents.spreadsheets import MEDIA_TYPE, Sheet, SheetColumn
from app.core.documents.tables.tables import Table, xlsx_of
from app.core.documents.tables.workbooks import MAX_COLUMNS
from app.core.errors import DomainError, NotFound, RuleBroken
from app.web.access import access, current_actor
from app.web.csv_files import csv_response
from app.web.forms import Form, chosen_file
from app.web.i18n import N_, current_locale, local_url, localized, translate, translate_plural
from app.web.messages import message_for
from catalog.listings.workspace import list_facilities_of
from traceability.blueprint import bp
from traceability.diary_import import messages as messages_diary  # noqa: F401  # registers what refusals say
from traceability.diary_import.rows import HEADINGS, KIND_WORDS, MAX_ROWS, NEEDED, Column, column_of
from traceability.diary_import.services import JudgedRow, RowState, enter_rows, judge_rows, list_open_lots
from traceability.diary_import.sheet import MAX_TEXT, read_table
from traceability.enums import UNITS
from traceability.lot_pages import Page, form_page, tell_success
from traceability.terms import UNIT_NAMES

ERROR_HEADING = N_("Error")
STATES = {
    RowState.NEW: N_("Will be entered"),
    RowState.THERE: N_("Entered already"),
    RowState.WRONG: N_("Error"),
}


class ImportForm(Form):
    file = FileField(N_("Spreadsheet (XLSX, XLS, ODS or CSV)"))


@localized(bp, "/co-so-cua-toi/lo/nhap-bang", "/my-facility/lots/import", methods=("GET", "POST"))
@access("trace.manage")
def import_diary() -> Page:
    """Choose a file and see what would be entered; nothing is written."""
    actor = current_actor()
    if not list_facilities_of(actor):
        raise NotFound("not_found")
    form = ImportForm()
    if form.validate_on_submit():
        try:
            file = chosen_file(form.file)
            if file is None:
                raise RuleBroken("required", "file")
            with file.stream:
                table = read_table(file.read())
            return _checked_page(table, judge_rows(actor, table))
        except DomainError as error:
            form.refuse(_naming_columns(error))
    return form_page(
        render_template(
            "traceability/diary_import/upload.html", form=form, columns=HEADINGS, needed=NEEDED, most=MAX_ROWS
        ),
        form,
    )


@localized(bp, "/co-so-cua-toi/lo/nhap-bang/ghi", "/my-facility/lots/import/enter", methods=("POST",))
@access("trace.manage")
def enter_diary() -> Page:
    """Write the correct rows."""
    actor, table = current_actor(), _sent_table()
    try:
        with transaction():
            new, there = enter_rows(actor, table)
    except DomainError as error:
        page = _checked_page(table, judge_rows(actor, table), refusal=message_for(error))
        return page, 422
    text = translate_plural("%(num)s entry is written.", "%(num)s entries are written.", new)
    if there:
        text += " " + translate_plural("%(num)s was there already.", "%(num)s were there already.", there)
    tell_success(text)
    return redirect(local_url("traceability.lots"), 303)


@localized(bp, "/co-so-cua-toi/lo/nhap-bang/tep", "/my-facility/lots/import/file", methods=("POST",))
@access("trace.manage")
def import_errors() -> Response:
    """The file as it came, with a column that says what is wrong in each row."""
    table = _sent_table()
    rows = judge_rows(current_actor(), table)
    known = [heading != translate(ERROR_HEADING) for heading in table.headings]
    head = [*_only(table.headings, known), translate(ERROR_HEADING)]
    body = [[*_only(row.cells, known), _faults_text(row)] for row in rows]
    return _file("nhat-ky-loi", head, body, request.form.get("format", ""))


@localized(bp, "/co-so-cua-toi/lo/nhap-bang/mau.<suffix>", "/my-facility/lots/import/model.<suffix>")
@access("trace.manage")
def import_model(suffix: str) -> Response:
    """An empty table with the right headings, the words it understands and the lots there are."""
    if suffix not in {"xlsx", "csv"}:
        raise NotFound("not_found")
    place = 0 if current_locale() == "vi" else 1
    kinds = [names[place] for names in KIND_WORDS.values()]
    words = list(zip_longest(kinds, (translate(UNIT_NAMES[unit]) for unit in UNITS), fillvalue=""))
    lots = [[lot.code, lot.snapshot["name_vi"], lot.facility.name] for lot in list_open_lots(current_actor())]
    columns = [SheetColumn(translate(text), 40) for text in (N_("Lot code"), N_("Product"), N_("Facility"))]
    heads = [SheetColumn(HEADINGS[Column.KIND][place], 28), SheetColumn(translate("Unit"))]
    more = (
        Sheet(translate("Words"), (), heads, words),
        Sheet(translate("Lots"), (), columns, lots),
    )  # fmt: skip
    return _file("nhat-ky-mau", [names[place] for names in HEADINGS.values()], [], suffix, more=more)


def _checked_page(table: Table, rows: list[JudgedRow], *, refusal: str = "") -> str:
    return render_template(
        "traceability/diary_import/check.html",
        rows=[{"row": row, "faults": _faults(row), "state": translate(STATES[row.state])} for row in rows],
        headings=table.headings,
        counts={state: sum(row.state == state for row in rows) for state in RowState},
        table=json.dumps({"headings": table.headings, "rows": table.rows}, ensure_ascii=False),
        unknown=[heading for heading in table.headings if heading and column_of(heading) is None],
        refusal=refusal,
        encoding=table.encoding,
        hidden=table.hidden,
    )


def _naming_columns(error: DomainError) -> DomainError:
    """The refusal with the headings of what is missing, in the reader's language."""
    if "columns" in error.params:
        place = 0 if current_locale() == "vi" else 1
        error.params["names"] = ", ".join(HEADINGS[column][place] for column in error.params["columns"])
    return error


def _sent_table() -> Table:
    """The table as the page of the check sent it back. Raises NotFound when it is none."""
    text = request.form.get("table", "")
    try:
        sent = json.loads(text) if len(text) <= 2 * MAX_TEXT else {}
        headings = tuple(_texts(sent["headings"]))
        rows = tuple((int(line), tuple(_texts(cells))) for line, cells in sent["rows"][: MAX_ROWS + 1])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotFound("not_found") from None
    if not headings or len(headings) > MAX_COLUMNS or not 0 < len(rows) <= MAX_ROWS:
        raise NotFound("not_found")
    return Table(headings, rows)


def _texts(cells: object) -> list[str]:
    if not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        raise TypeError
    return list(cells)


def _faults(row: JudgedRow) -> list[str]:
    place = 0 if current_locale() == "vi" else 1
    names = {str(column): headings[place] for column, headings in HEADINGS.items()}
    return [
        f"{names[fault.field]}: {message_for(fault)}" if fault.field in names else message_for(fault)
        for fault in row.faults
    ]


def _faults_text(row: JudgedRow) -> str:
    return " ".join(_faults(row)) or (translate(STATES[row.state]) if row.state == RowState.THERE else "")


def _only(cells: Sequence[str], wanted: Sequence[bool]) -> list[str]:
    return [cell for cell, keep in zip(cells, wanted, strict=False) if keep]


def _file(
    name: str, head: Sequence[str], rows: Sequence[Sequence[str]], suffix: str, *, more: Sequence[Sheet] = ()
) -> Response:
    if suffix == "csv":
        return csv_response(name, head, rows)
    response = Response(xlsx_of(translate("Diary"), head, rows, more=more), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
