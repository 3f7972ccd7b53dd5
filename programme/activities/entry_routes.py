"""Many activities at once: fifteen rows on a page, or a spreadsheet that is looked at first."""

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import FileField

from app.core.database.transaction import transaction
from app.core.documents.spreadsheets import MEDIA_TYPE, Sheet, SheetColumn
from app.core.documents.tables.tables import Table, read_table, xlsx_of
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.text import nfc
from app.web.access import access, current_actor
from app.web.csv_files import csv_response
from app.web.forms import Form, chosen_file, held_formdata
from app.web.i18n import N_, current_locale, local_url, localized, translate, translate_plural
from app.web.messages import message_for
from app.web.notices import tell
from catalog.models import AdministrativeUnit
from programme.activities.entry import FORM, JudgedRow, RowState, enter_rows, judge_rows
from programme.activities.forms import served_units
from programme.activities.labels import kind_name
from programme.activities.queries import list_kinds, measures_by_code
from programme.activities.rows import HEADINGS, MAX_ROWS, NEEDED, Column, column_of
from programme.blueprint import bp

Page = BaseResponse | str | tuple[str, int]
AT_ONCE = 15
GRID = (
    Column.KIND, Column.TITLE, Column.STARTS, Column.PROVINCE, Column.NUMBER, Column.FACILITIES, Column.DOCUMENT,
    Column.USED_NATIONAL, Column.USED_LOCAL,
    Column.PRINT,
)  # fmt: skip
"""Columns of the page for fifteen; what was used there was planned too."""
STATES = {
    RowState.NEW: N_("Will be entered"),
    RowState.THERE: N_("Entered already"),
    RowState.WRONG: N_("Error"),
    RowState.ASKED: N_("Counted already?"),
}
MOST_SENT = 2_500_000


class ActivityFileForm(Form):
    file = FileField(N_("Spreadsheet (XLSX, XLS, ODS or CSV)"))


@localized(bp, "/can-bo/hoat-dong/nhap-nhieu", "/officer/activities/many", methods=("GET", "POST"))
@access("programme.run")
def many_activities() -> Page:
    """Fifteen rows on one page; rows left empty are left out."""
    rows = _sent_rows()
    if request.method == "GET":
        return _many_page(rows, [], set())
    table = _grid_table(rows)
    judged = judge_rows(current_actor(), table, _own_unit())
    wrong = [row for row in judged if row.faults]
    if judged and not wrong:
        return _entered(table)
    errors = [each for row in wrong for each in _errors(row)]
    nothing = [("r0-title", translate("Fill in at least one row."))]
    return _many_page(rows, errors or nothing, {row.line for row in wrong}), 422


def _many_page(rows: list[dict[str, str]], errors: list[tuple[str, str]], wrong: set[int]) -> str:
    return render_template(
        "programme/activities/many.html",
        rows=rows,
        kinds=[(row.code, kind_name(row)) for row in list_kinds()],
        columns=[(str(column), _heading(column)) for column in GRID],
        errors=errors,
        wrong=wrong,
    )


@localized(bp, "/can-bo/hoat-dong/nhap-bang", "/officer/activities/import", methods=("GET", "POST"))
@access("programme.run")
def import_activities() -> Page:
    """Choose a file and see what would be entered; nothing is written."""
    form = ActivityFileForm()
    if form.validate_on_submit():
        try:
            file = chosen_file(form.file)
            if file is None:
                raise RuleBroken("required", "file")
            with file.stream:
                table = read_table(file.read(), FORM)
            return _checked_page(table, judge_rows(current_actor(), table, _own_unit()))
        except DomainError as error:
            if "columns" in error.params:
                error.params["names"] = ", ".join(_heading(column) for column in error.params["columns"])
            form.refuse(error)
    page = render_template(
        "programme/activities/upload.html",
        form=form,
        columns=[(_heading(column), column in NEEDED) for column in HEADINGS],
        most=MAX_ROWS,
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/hoat-dong/nhap-bang/ghi", "/officer/activities/import/enter", methods=("POST",))
@access("programme.run")
def enter_activities() -> Page:
    """Write the good rows."""
    return _entered(_sent_table())


@localized(bp, "/can-bo/hoat-dong/nhap-bang/tep", "/officer/activities/import/file", methods=("POST",))
@access("programme.run")
def activity_errors() -> Response:
    """The rows that are wrong or asked about as a file, with a column that says what is to be put right in each."""
    table = _sent_table()
    rows = [row for row in judge_rows(current_actor(), table, _own_unit()) if row.faults]
    head = [*table.headings, translate("Error")]
    body = [[*row.cells, " ".join(_faults(row))] for row in rows]
    return _file("hoat-dong-loi", head, body, "xlsx")


@localized(bp, "/can-bo/hoat-dong/nhap-bang/mau.<suffix>", "/officer/activities/import/model.<suffix>")
@access("programme.run")
def activity_model(suffix: str) -> Response:
    """An empty table with the headings, and the words it understands."""
    if suffix not in {"xlsx", "csv"}:
        raise NotFound("not_found")
    measures = [kind_name(row) for row in measures_by_code().values()]
    words = list(zip_longest(map(kind_name, list_kinds()), measures, fillvalue=""))
    heads = [SheetColumn(_heading(Column.KIND), 50), SheetColumn(translate("Measure"), 24)]
    more = (Sheet(translate("Words"), (), heads, words),)
    return _file("hoat-dong-mau", [_heading(column) for column in HEADINGS], [], suffix, more=more)


def _entered(table: Table) -> Page:
    try:
        with transaction():
            new, there = enter_rows(current_actor(), table, _own_unit())
    except DomainError as error:
        judged = judge_rows(current_actor(), table, _own_unit())
        return _checked_page(table, judged, refusal=message_for(error)), 422
    text = translate_plural("%(num)s activity is entered.", "%(num)s activities are entered.", new)
    if there:
        text += " " + translate_plural("%(num)s was there already.", "%(num)s were there already.", there)
    tell("success", text)
    return redirect(local_url("programme.activities"), 303)


def _own_unit() -> AdministrativeUnit | None:
    """The province of today that the person serves, if it is one."""
    units = [unit for unit in served_units(current_actor()) if unit.valid_until is None]
    return units[0] if len(units) == 1 else None


def _checked_page(table: Table, rows: list[JudgedRow], *, refusal: str = "") -> str:
    return render_template(
        "programme/activities/check.html",
        rows=[{"row": row, "faults": _faults(row), "state": translate(STATES[row.state])} for row in rows],
        headings=table.headings,
        counts={str(state): sum(row.state == state for row in rows) for state in RowState},
        table=json.dumps({"headings": table.headings, "rows": table.rows}, ensure_ascii=False),
        unknown=[heading for heading in table.headings if heading and column_of(heading) is None],
        refusal=refusal,
        hidden=table.hidden,
    )


def _sent_table() -> Table:
    """The table as the page of the check sent it back. Raises NotFound when it is none."""
    text = request.form.get("table", "")
    try:
        sent = json.loads(text) if len(text) <= MOST_SENT else {}
        headings = tuple(str(cell) for cell in sent["headings"])
        rows = tuple((int(line), tuple(str(cell) for cell in cells)) for line, cells in sent["rows"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotFound("not_found") from None
    if not headings or not 0 < len(rows) <= MAX_ROWS:
        raise NotFound("not_found")
    return Table(headings, rows)


def _sent_rows() -> list[dict[str, str]]:
    """What stands in the fifteen rows: the same when the page comes back, or after a log-in."""
    sent: Mapping[str, str] = request.form if request.method == "POST" else held_formdata() or {}
    return [
        {str(column): nfc(sent.get(f"r{place}-{column}", "")).strip() for column in GRID}
        for place in range(AT_ONCE)
    ]


def _grid_table(rows: Sequence[dict[str, str]]) -> Table:
    """Rows with anything but a kind in them. What was used was planned."""
    used = (Column.USED_NATIONAL, Column.USED_LOCAL)
    planned = (Column.PLANNED_NATIONAL, Column.PLANNED_LOCAL)
    headings = [HEADINGS[column][0] for column in (*GRID, *planned)]
    filled = [
        (place, (*row.values(), *(row[column] for column in used)))
        for place, row in enumerate(rows)
        if any(value for name, value in row.items() if name != Column.KIND)
    ]
    return Table(tuple(headings), tuple(filled))


def _heading(column: Column) -> str:
    return HEADINGS[column][1 if current_locale() == "en" else 0]


def _errors(row: JudgedRow) -> list[tuple[str, str]]:
    """The box of each fault on the page for fifteen, and what is wrong there."""
    place = translate("Row %(number)s", number=row.line + 1)
    boxes = [fault.field if fault.field in GRID else Column.TITLE for fault in row.faults]
    texts = zip(boxes, _faults(row), strict=True)
    return [(f"r{row.line}-{box}", f"{place}, {text}") for box, text in texts]


def _faults(row: JudgedRow) -> list[str]:
    names = {str(column): _heading(column) for column in HEADINGS}
    return [
        f"{names[fault.field]}: {message_for(fault)}" if fault.field in names else message_for(fault)
        for fault in row.faults
    ]


def _file(
    name: str, head: Sequence[str], rows: Sequence[Sequence[str]], suffix: str, *, more: Sequence[Sheet] = ()
) -> Response:
    if suffix == "csv":
        return csv_response(name, head, rows)
    response = Response(xlsx_of(translate("Activities"), head, rows, more=more), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
