"""Spreadsheets (XLSX) of given rows: text stays text, whatever it looks like; numbers are numbers that sort."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


class TwoPlaces(Decimal):
    """A number that is shown to two places, whatever it is exactly."""


Cell = str | int | Decimal | None
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # the file format knows no zones; fixed, so that bytes repeat
_TITLE_LIMIT = 31
CHOICE_ROWS = 10_000
"""Rows below the head in which a column's choices are offered."""
MOST_ROWS = 500_000
"""Rows of a sheet below its head, of those that may be long: the format knows a million, its archive 2 GiB a sheet."""
LINE_POINTS = 16
"""Height of a line of type in a cell."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """width: in characters. choices: a range of cells (`='Words'!$A$2:$A$5`) whose texts are offered under the head."""

    text: str
    width: int = 12
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """heading: lines above the table. The head of the table stays in sight and prints on each page."""

    name: str
    heading: Sequence[str]
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet], *, title: str, author: str) -> bytes:
    """The file; the same sheets give the same bytes."""
    out = io.BytesIO()
    from xlsxwriter import Workbook  # noqa: PLC0415  # for those who write a workbook

    with Workbook(out, OPTIONS) as book:
        formats = _prepared(book, title, author)
        taken: set[str] = set()
        for sheet in sheets:
            target = book.add_worksheet(_name(sheet.name, taken))
            head = _write_head(target, sheet, formats)
            for number, row in enumerate(sheet.rows, start=head + 1):
                _write_row(target, number, row, formats)
    return out.getvalue()


class LongWorkbook:
    """A workbook of one table that may be longer than memory: its rows are added one after the other and go to disk.
    What a sheet does not hold goes on on another.

    out: where the file is written when it is closed. folder: for what is half made.
    """

    def __init__(
        self,
        out: BinaryIO,
        folder: Path,
        name: str,
        columns: Sequence[SheetColumn],
        *,
        title: str,
        author: str,
    ) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415  # for those who write a workbook

        options = OPTIONS | {"in_memory": False, "constant_memory": True, "tmpdir": str(folder)}
        self._book = Workbook(out, options)
        self._formats = _prepared(self._book, title, author)
        self._sheet = Sheet(name, (), columns, ())
        self._taken: set[str] = set()
        self._begin()

    def add(self, cells: Sequence[Cell]) -> None:
        if self._row > MOST_ROWS:
            self._begin()
        _write_row(self._target, self._row, cells, self._formats)
        self._row += 1

    def close(self) -> None:
        self._book.close()

    def _begin(self) -> None:
        self._target = self._book.add_worksheet(_name(self._sheet.name, self._taken))
        self._row = _write_head(self._target, self._sheet, self._formats) + 1


def _prepared(book: "Workbook", title: str, author: str) -> "dict[str, Format]":
    book.set_properties({"title": title, "author": author, "created": _MADE})
    head = {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
    cell = {"border": 1, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format(head | {"bg_color": "#F1EBE0"}),
        "text": book.add_format(cell | {"text_wrap": True}),
        "number": book.add_format(cell | {"num_format": "General"}),
        "two_places": book.add_format(cell | {"num_format": "0.00"}),
        "whole": book.add_format(cell | {"num_format": "0"}),
    }


def _write_head(target: "Worksheet", sheet: Sheet, formats: "dict[str, Format]") -> int:
    """What stands above the rows and how the sheet is shown; the number of the head's row."""
    for number, line in enumerate(sheet.heading):
        target.write_string(number, 0, line, formats["title"] if number == 0 else None)
    head = len(sheet.heading) + 1 if sheet.heading else 0
    for place, column in enumerate(sheet.columns):
        target.set_column(place, place, column.width)
        target.write_string(head, place, column.text, formats["head"])
        if column.choices:
            target.data_validation(
                head + 1, place, head + CHOICE_ROWS, place, {"validate": "list", "source": column.choices}
            )
    lines = max((_lines(column.text, column.width) for column in sheet.columns), default=1)
    target.set_row(head, LINE_POINTS * lines)  # else a printed head is cut after its first line
    target.freeze_panes(head + 1, 0)
    target.repeat_rows(head)
    target.set_landscape()
    target.set_paper(9)  # A4
    target.fit_to_pages(1, 0)
    return head


def _write_row(target: "Worksheet", number: int, row: Sequence[Cell], formats: "dict[str, Format]") -> None:
    for place, cell in enumerate(row):
        _write_cell(target, number, place, cell, formats)


def _write_cell(target: "Worksheet", row: int, place: int, cell: Cell, formats: "dict[str, Format]") -> None:
    if cell is None:
        target.write_blank(row, place, None, formats["text"])
    elif isinstance(cell, str):
        target.write_string(row, place, cell, formats["text"])
    elif isinstance(cell, Decimal):
        kind = "two_places" if isinstance(cell, TwoPlaces) else "number"
        target.write_number(row, place, cell, formats[kind])
    else:
        target.write_number(row, place, cell, formats["whole"])


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column, broken between words."""
    count, left = 1, width
    for word in text.split():
        if len(word) > left and left < width:
            count, left = count + 1, width
        count += (len(word) - 1) // width
        left -= len(word) % width + 1
    return count


def _name(wanted: str, taken: set[str]) -> str:
    """A name that the format allows, unique in the workbook, cut between words."""
    whole = " ".join(wanted.translate(_FORBIDDEN).split())
    base = whole if len(whole) <= _TITLE_LIMIT else whole[: _TITLE_LIMIT + 1].rpartition(" ")[0].rstrip(" ,")
    base = base[:_TITLE_LIMIT] or whole[:_TITLE_LIMIT] or "-"
    name, number = base, 2
    while name.lower() in taken:
        end = f" {number}"
        name, number = base[: _TITLE_LIMIT - len(end)].rstrip() + end, number + 1
    taken.add(name.lower())
    return name
