"""Spreadsheets as lines of text, within limits: XLSX, XLS, ODS, and CSV by each separator it may have."""

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.core.documents.tables.ods import forms_in_ods
from app.core.documents.tables.old_encodings import READERS, readings
from app.core.documents.tables.sheet_form import MAX_SHEETS, UNSOLVED, Area, SheetForm, is_percent
from app.core.documents.tables.xls import forms_in_xls, is_locked
from app.core.documents.tables.xlsx import forms_in_xlsx
from app.core.documents.tables.zip_checks import check_parts
from app.core.errors import RuleBroken
from app.core.text import nfc
from app.core.typed_values import typed_number

HEAD_WITHIN = 20
"""The heading is in one of the first lines; lines above it are ignored."""
MAX_COLUMNS = 40
MAX_AREAS = 2_000
"""Merged areas of a sheet that are looked at."""
_FORMULA = ("=", "+", "-", "@")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MIDNIGHT = time(0)

_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f]|0000)[0-9A-Fa-f]{4})_")
_ROW, _HIDDEN, _NUMBER = (
    re.compile(rb"<row\b[^>]*>"),
    re.compile(rb'hidden="(?:1|true)"'),
    re.compile(rb'\br="(\d+)"'),
)
_KINDS = {
    b"%pdf": "PDF", b"<!doctype html": "HTML", b"<html": "HTML", b"<table": "HTML", b"{\\rtf": "RTF",
    b"\xff\xd8\xff": "JPEG", b"\x89png": "PNG", b"gif8": "GIF", b"rar!": "RAR", b"7z\xbc\xaf": "7z",
}  # fmt: skip
"""How a file begins (in small letters) -> what it is."""
_OLDEST_EXCEL = (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0")
_ZIPPED_KINDS = {b"word/document.xml": "Word (DOCX)", b"ppt/presentation.xml": "PowerPoint (PPTX)"}

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class SheetLines:
    """One visible sheet, or one reading of a CSV file. name: "" for CSV. encoding: the old one it was read
    from, "" for none. hidden: rows that the spreadsheet program hides, which are left out. is_guess: its
    cells were read again. is_formless: its rows are there, but which of them are hidden and which cells are per
    cent could not be read.
    """

    name: str
    lines: list[Line]
    encoding: str = ""
    hidden: int = 0
    is_guess: bool = False
    is_formless: bool = False


def read_sheets(data: bytes, most_lines: int) -> list[SheetLines]:
    """Raises RuleBroken at field `file`: sheet_unreadable, sheet_other_kind, sheet_cut_off, sheet_encoding,
    sheet_too_large, sheet_password. most_lines: of a sheet; further ones are not looked at.
    """
    if kind := _other_kind(data):
        raise RuleBroken("sheet_other_kind", "file", kind=kind)
    if data.startswith(b"PK"):
        return _zipped(data, most_lines)
    if data.startswith(_OLD_EXCEL):
        if is_locked(data):  # the reader does not say so, and takes the simplest lock for none
            raise RuleBroken("sheet_password", "file")
        return _calamine(data, most_lines, forms_in_xls(data, most_lines, MAX_COLUMNS))
    return _csv(data, most_lines)


def read_heads(data: bytes, most_lines: int) -> list[SheetLines]:
    """The first lines alone, by the faster reader, to know whether it is worth reading. Raises as `read_sheets`."""
    if _other_kind(data) or not data.startswith(b"PK"):
        return read_sheets(data, most_lines)
    check_parts(data)
    return _calamine(data, most_lines)


def unsolved(cell: str) -> str:
    """The placeholder for a formula without a result in the file. cell: as `E5`."""
    return f"{UNSOLVED}{cell}"


def unsolved_cell(text: str) -> str:
    """The cell that a placeholder names; "" where the text is none."""
    return text.removeprefix(UNSOLVED) if text.startswith(UNSOLVED) else ""


def _zipped(data: bytes, most_lines: int) -> list[SheetLines]:
    """XLSX by the reader that knows the form of a cell (12 %); what it cannot read, and ODS, by the other."""
    if check_parts(data):
        return _calamine(data, most_lines, forms_in_ods(data, most_lines, MAX_COLUMNS))
    with suppress(Exception):  # the library fails in many ways on files that others open
        merged, sheets = _merged(data), _openpyxl(data, most_lines)
        return [replace(sheet, lines=_spread(sheet.lines, merged.get(sheet.name, ()))) for sheet in sheets]
    return _calamine(data, most_lines, forms_in_xlsx(data, most_lines, MAX_COLUMNS))


def in_old_encodings(sheet: SheetLines) -> list[SheetLines]:
    """The sheet with its cells read as written in each old encoding; none where it has no letter that could be."""
    text = "\n".join(cell for _line, cells in sheet.lines for cell in cells)
    if sheet.encoding or not any("\x80" <= char <= "\xff" for char in text):
        return []
    return [
        replace(
            sheet,
            lines=[
                (line, [_typed(READERS[encoding](cell)) for cell in cells]) for line, cells in sheet.lines
            ],
            encoding=str(encoding),
            is_guess=True,
        )
        for encoding, _read in readings(text)
    ]


def _other_kind(data: bytes) -> str:
    """What a file is that is no spreadsheet, as people call it; "" where it may be one."""
    if data[:4] in _OLDEST_EXCEL:
        return "Excel 2–4"
    begins = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if begins.startswith(b"pk"):
        return next((kind for part, kind in _ZIPPED_KINDS.items() if part in data), "")
    if b"<?mso-application" in begins or b"urn:schemas-microsoft-com:office:spreadsheet" in begins:
        return "XML Spreadsheet 2003"
    return next((kind for start, kind in _KINDS.items() if begins.startswith(start)), "")


def _merged(data: bytes) -> Mapping[str, Sequence[Area]]:
    """Sheet -> its merged areas as ((first row, first column), (last row, last column)), from 0."""
    import python_calamine as calamine  # noqa: PLC0415  # rare

    with suppress(RuleBroken), _reader_faults():  # what cannot be told is taken for cells of their own
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: book.get_sheet_by_name(name).merged_cell_ranges or () for name in book.sheet_names}
    return {}


@contextmanager
def _reader_faults() -> Iterator[None]:
    """Whatever the compiled reader meets in a file is a refusal in words. Where it gives up, what it raises is no
    Exception, so that nothing would catch it.
    """
    try:
        yield
    except BaseException as fault:
        if not isinstance(fault, Exception) and type(fault).__name__ != "PanicException":
            raise
        raise RuleBroken("sheet_unreadable", "file") from None


def _spread(lines: list[Line], areas: Sequence[Area]) -> list[Line]:
    """A merged area says the same in each of its rows: a lot code beside three entries is that of all three."""
    by_line = {line: cells for line, cells in lines}  # noqa: C416  # lists are changed in place
    last = max(by_line, default=0)
    for (top, left), (bottom, _right) in areas[:MAX_AREAS]:
        first = by_line.get(top + 1, [])
        said = first[left] if left < len(first) else ""
        for line in range(top + 2, min(bottom + 1, last) + 1) if said else ():
            cells = by_line.get(line)
            if cells is not None and left < len(cells) and not cells[left] and any(cells):
                cells[left] = said
    return lines


def _openpyxl(data: bytes, most_lines: int) -> list[SheetLines]:
    from openpyxl import load_workbook  # noqa: PLC0415  # heavy and rare

    books = [
        load_workbook(io.BytesIO(data), read_only=True, data_only=results, keep_links=False)
        for results in (True, False)
    ]
    found = []
    for shown, written in zip(*(book.worksheets[:MAX_SHEETS] for book in books), strict=True):
        if shown.sheet_state != "visible":
            continue
        for sheet in (shown, written):
            sheet.reset_dimensions()
        limits = {"max_row": most_lines, "max_col": MAX_COLUMNS}
        rows = zip(shown.iter_rows(**limits), written.iter_rows(**limits), strict=False)
        hidden = _hidden_rows(data, shown._worksheet_path)  # noqa: SLF001  # told nowhere else
        lines = [
            (number, [_cell(one, other) for one, other in zip(results, formulas, strict=False)])
            for number, (results, formulas) in enumerate(rows, start=1)
        ]
        found.append(_without(SheetLines(shown.title, lines), hidden))
    return found


def _without(sheet: SheetLines, hidden: Collection[int]) -> SheetLines:
    """The sheet without its hidden rows, of which those that say something are counted."""
    kept = [(number, cells) for number, cells in sheet.lines if number not in hidden]
    left_out = sum(number in hidden and any(cells) for number, cells in sheet.lines)
    return replace(sheet, lines=kept, hidden=left_out)


def _hidden_rows(data: bytes, part: str) -> frozenset[int]:
    """Rows that are hidden or filtered away."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(part.lstrip("/")) as stream:
        text = stream.read()
    return frozenset(
        int(number[1])
        for row in _ROW.findall(text)
        if _HIDDEN.search(row) and (number := _NUMBER.search(row)) is not None
    )


def _cell(shown: Any, written: Any) -> str:
    """The value shown by the spreadsheet program; a formula without a result in the file is marked. One whose result
    is an empty text, as of =IF(D2="","",D2*2), has a result.
    """
    value = shown.value
    is_formula = isinstance(written.value, str) and written.value.startswith("=")
    if value is None and is_formula and shown.data_type != "str":
        return unsolved(written.coordinate)
    if is_percent(shown.number_format):
        return _share(value)
    return _shown(_unescaped(value) if isinstance(value, str) else value)


def _unescaped(text: str) -> str:
    """Characters that XLSX writes by their number: `_x000D_` ends a line. What is half of one stays as it is."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _share(value: Any) -> str:
    """A number that the program shows as so many per cent."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{typed_number(_exact(value) * 100)}%"
    return _shown(value)


def _calamine(data: bytes, most_lines: int, forms: Mapping[str, SheetForm] | None = None) -> list[SheetLines]:
    """forms: what else the file says of each sheet; None where it is not asked."""
    import python_calamine as calamine  # noqa: PLC0415  # rare

    found = []
    with _reader_faults():
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible
            and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        for name in names[:MAX_SHEETS]:
            table, form = book.get_sheet_by_name(name), (forms or {}).get(name, SheetForm())
            rows = table.to_python(skip_empty_area=False, nrows=most_lines)
            lines = _spread(list(_numbered(rows, form)), table.merged_cell_ranges or form.areas)
            is_formless = forms is not None and name not in forms
            found.append(_without(SheetLines(name, lines, is_formless=is_formless), form.hidden))
    return found


def _numbered(rows: Iterable[Iterable[Any]], form: SheetForm) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        yield (
            number,
            [
                _share(value)
                if (number, place) in form.shares
                else _shown(form.texts.get((number, place), value))
                for place, value in enumerate(list(row)[:MAX_COLUMNS])
            ],
        )


def _csv(data: bytes, most_lines: int) -> list[SheetLines]:
    """A reading for each separator, the likeliest first: the right one is the first in which a heading is
    found.
    """
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleBroken("sheet_unreadable", "file")
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise RuleBroken("sheet_encoding", "file") from None
        return [
            replace(sheet, encoding=str(encoding))
            for encoding, read in readings(data.decode("latin-1"))
            for sheet in _by_separator(read, most_lines)
        ]
    return _by_separator(text, most_lines)


def _by_separator(text: str, most_lines: int) -> list[SheetLines]:
    head = max(text.splitlines()[:HEAD_WITHIN], key=lambda line: sum(map(line.count, ",;\t")), default="")
    marks = sorted(",;\t", key=head.count, reverse=True)
    return [SheetLines("", _separated(text, mark, most_lines)) for mark in marks]


def _separated(text: str, mark: str, most_lines: int) -> list[Line]:
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells in reader:
            if len(lines) >= most_lines:
                break
            lines.append((reader.line_num, [_typed(cell) for cell in cells[:MAX_COLUMNS]]))
    except csv.Error:
        raise RuleBroken("sheet_unreadable", "file") from None
    return lines


def _shown(value: Any) -> str:
    """A cell as a person would type it: days as 22/11/2026, numbers with a comma."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else "không"
    if isinstance(value, int | float):
        return typed_number(_exact(value))
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return _when(value) if isinstance(value, date | time) else _typed(str(value))


def _exact(value: float) -> Decimal:
    """The number to 15 digits, as the programs show it: =70,1+0,1 is kept as 70.19999999999999 and is 70,2."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _when(value: date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime) and value.time() != _MIDNIGHT:
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"


def _wide(text: str) -> str:
    """Letters of two bytes each, the second of them 0, which the reader of some XLS files takes one by one. Any other
    text keeps its invisible characters, so that it is refused for them.
    """
    return text[::2] if set(text[1::2]) == {"\0"} and len(text) % 2 == 0 else text


def _typed(text: str) -> str:
    """The text of a cell; an apostrophe added before what looks like a formula is removed again."""
    bare = nfc((_wide(text) if "\0" in text else text).replace("\r\n", "\n")).strip()
    return bare[1:] if bare.startswith("'") and bare[1:].lstrip().startswith(_FORMULA) else bare
