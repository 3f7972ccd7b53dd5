"""Spreadsheets in and out of the diary: CSV and XLSX read as text, within limits; the same table back with errors."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from app.core.errors import RuleBroken
from app.core.text import nfc
from app.core.typed_values import typed_number
from traceability.diary_import.rows import HEAD_WITHIN, MAX_ROWS, Table, table_of

MAX_BYTES = 2_000_000
MAX_UNPACKED = 30_000_000
MAX_PARTS = 200
MAX_COLUMNS = 40
MAX_TEXT = 300_000
"""Characters of all cells together: the table travels through a form while it is checked."""
_MOST_LINES = HEAD_WITHIN + 3 * MAX_ROWS
_FORMULA = ("=", "+", "-", "@")

Line = tuple[int, list[str]]


def read_table(data: bytes) -> Table:
    """The table in a CSV or XLSX file, by content. Raises RuleBroken at field `file`: empty, too_large_bytes,
    sheet_unreadable, sheet_encoding, sheet_too_large, and those of `diary_import.table_of`.
    """
    if not data:
        raise RuleBroken("empty", "file")
    if len(data) > MAX_BYTES:
        raise RuleBroken("too_large_bytes", "file", megabytes=MAX_BYTES // 1_000_000)
    lines = _xlsx_lines(data) if data.startswith(b"PK") else _csv_lines(data)
    if sum(len(cell) for _line, cells in lines for cell in cells) > MAX_TEXT:
        raise RuleBroken("sheet_too_large", "file")
    return table_of(lines)


def xlsx_of(
    name: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, more: Sequence[Sheet] = ()
) -> bytes:
    """A workbook of the table, its last column wide, followed by further sheets."""
    widths = [max(10, min(30, len(heading) + 4)) for heading in headings]
    columns = [SheetColumn(text, width) for text, width in zip(headings, widths, strict=True)]
    return workbook([Sheet(name, (), columns, rows), *more], title=name, author="Tiêu Biểu")


def _csv_lines(data: bytes) -> list[Line]:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleBroken("sheet_unreadable", "file")
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken("sheet_encoding", "file") from None
    head = max(text.splitlines()[:HEAD_WITHIN], key=lambda line: sum(map(line.count, ",;\t")), default="")
    comma = max(",;\t", key=head.count)
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        for cells in reader:
            if len(lines) >= _MOST_LINES:
                break
            lines.append((reader.line_num, [_typed(cell) for cell in cells[:MAX_COLUMNS]]))
    except csv.Error:
        raise RuleBroken("sheet_unreadable", "file") from None
    return lines


def _xlsx_lines(data: bytes) -> list[Line]:
    from openpyxl import load_workbook  # noqa: PLC0415  # heavy and rare

    try:
        _refuse_bomb(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=_MOST_LINES, max_col=MAX_COLUMNS, values_only=True)
        return [(number, [_shown(value) for value in row]) for number, row in enumerate(rows, start=1)]
    except RuleBroken:
        raise
    except Exception:  # noqa: BLE001  # the library fails in many ways on files that are no workbook
        raise RuleBroken("sheet_unreadable", "file") from None


def _refuse_bomb(data: bytes) -> None:
    """What unpacks to far more than a diary, or declares entities, is not read at all."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise RuleBroken("sheet_too_large", "file")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and any(
                b"<!DOCTYPE" in piece for piece in _pieces(packed, part)
            ):
                raise RuleBroken("sheet_unreadable", "file")


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as stream:
        yield stream.read(4_096)  # a document type stands before the first element


def _shown(value: Any) -> str:
    """A cell as a person would type it: days as 22/11/2026, numbers with a comma."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else "không"
    if isinstance(value, int | float):
        return typed_number(Decimal(repr(value)))
    return _when(value) if isinstance(value, date | time) else _typed(str(value))


def _when(value: date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return (
        f"{value:%d/%m/%Y %H:%M}"
        if isinstance(value, datetime) and value.time() != time(0)
        else f"{value:%d/%m/%Y}"
    )


def _typed(text: str) -> str:
    """The text of a cell; an apostrophe put before what looks like a formula is taken off again."""
    bare = nfc(text.replace("\r\n", "\n")).strip()
    return bare[1:] if bare.startswith("'") and bare[1:].lstrip().startswith(_FORMULA) else bare
