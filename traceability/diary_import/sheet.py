"""Spreadsheets in and out of the diary: the one table in a file, and the same table back with errors."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from app.core.errors import RuleBroken
from traceability.diary_import.rows import Table, table_of
from traceability.diary_import.workbooks import MAX_COLUMNS, in_old_encodings, read_sheets

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_TEXT", "read_table", "xlsx_of"]

MAX_BYTES = 2_000_000
MAX_TEXT = 300_000
"""Characters of all cells together: the table travels through a form while it is checked."""


def read_table(data: bytes) -> Table:
    """The table in a spreadsheet, by content: of the first visible sheet that has its heading.

    Raises RuleBroken at field `file`: empty, too_large_bytes, and those of `read_sheets` and `table_of`.
    """
    if not data:
        raise RuleBroken("empty", "file")
    if len(data) > MAX_BYTES:
        raise RuleBroken("too_large_bytes", "file", megabytes=MAX_BYTES // 1_000_000)
    sheets = read_sheets(data)
    refusals: list[RuleBroken] = []
    for sheet in chain(sheets, chain.from_iterable(map(in_old_encodings, sheets))):
        try:
            table = table_of(sheet.lines, sheet.name)
        except RuleBroken as refusal:
            if not sheet.is_guess:
                refusals.append(refusal)
            continue
        table = replace(table, encoding=sheet.encoding, hidden=sheet.hidden)
        if sum(len(cell) for _line, cells in table.rows for cell in cells) > MAX_TEXT:
            raise RuleBroken("sheet_too_large", "file")
        return table
    if not refusals:
        raise RuleBroken("sheet_none_visible", "file")
    raise min(refusals, key=_how_far)


def _how_far(refusal: RuleBroken) -> int:
    """The most likely table is reported: a faulty table before one with missing columns, the fewest first."""
    return len(refusal.params["columns"]) if refusal.code == "sheet_columns" else 0


def xlsx_of(
    name: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, more: Sequence[Sheet] = ()
) -> bytes:
    """A workbook of the table, its last column wide, followed by further sheets."""
    widths = [max(10, min(30, len(heading) + 4)) for heading in headings]
    columns = [SheetColumn(text, width) for text, width in zip(headings, widths, strict=True)]
    return workbook([Sheet(name, (), columns, rows), *more], title=name, author="Tiêu Biểu")
