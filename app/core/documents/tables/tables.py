"""The one table of a file: found by its heading, whatever stands above it and in whichever sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from app.core.documents.tables.workbooks import (
    HEAD_WITHIN,
    SheetLines,
    in_old_encodings,
    read_heads,
    read_sheets,
)
from app.core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class TableForm:
    """What a table must look like. column_of: what a heading names, None where it is unknown; needed: columns that it
    cannot do without; most_text: characters of all cells together.
    """

    column_of: Callable[[str], StrEnum | None]
    needed: Sequence[StrEnum]
    most_rows: int
    most_bytes: int
    most_text: int


@dataclass(frozen=True, slots=True)
class Table:
    """The file as text. rows: (line in the file, a cell for each heading); sheet: its name, "" of a CSV file.

    encoding: the old Vietnamese one that it was read from, "" for Unicode; hidden: rows that the spreadsheet hides,
    which are left out.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    sheet: str = ""
    encoding: str = ""
    hidden: int = 0


def read_table(data: bytes, form: TableForm) -> Table:
    """The table in a spreadsheet, by content: of the first visible sheet that has its heading.

    Raises RuleBroken at field `file`: empty, too_large_bytes, and those of `read_sheets` and `table_of`.
    """
    _sized(data, form)
    return _table_in(read_sheets(data, HEAD_WITHIN + 3 * form.most_rows), form)


def check_head(data: bytes, form: TableForm) -> None:
    """Read no more than the heading, and refuse what `read_table` would refuse for its sake."""
    _sized(data, form)
    try:
        _table_in(read_heads(data, HEAD_WITHIN + 2), replace(form, most_rows=1))
    except RuleBroken as refusal:
        if refusal.code != "sheet_too_long":
            raise


def _sized(data: bytes, form: TableForm) -> None:
    if not data:
        raise RuleBroken("empty", "file")
    if len(data) > form.most_bytes:
        raise RuleBroken("too_large_bytes", "file", megabytes=form.most_bytes // 1_000_000)


def _table_in(sheets: Sequence[SheetLines], form: TableForm) -> Table:
    refusals: list[RuleBroken] = []
    for sheet in chain(sheets, chain.from_iterable(map(in_old_encodings, sheets))):
        try:
            table = table_of(form, sheet.lines, sheet.name)
        except RuleBroken as refusal:
            if not sheet.is_guess:
                refusals.append(refusal)
            continue
        if sheet.is_formless:
            raise RuleBroken("sheet_unreadable", "file")
        table = replace(table, encoding=sheet.encoding, hidden=sheet.hidden)
        if sum(len(cell) for _line, cells in table.rows for cell in cells) > form.most_text:
            raise RuleBroken("sheet_too_large", "file")
        return table
    if not refusals:
        raise RuleBroken("sheet_none_visible", "file")
    raise min(refusals, key=_how_far)


def table_of(form: TableForm, lines: Sequence[tuple[int, Sequence[str]]], sheet: str = "") -> Table:
    """The table under the first line that names the columns it cannot do without.

    Raises RuleBroken sheet_columns (columns: what is missing), sheet_column_twice, sheet_empty, sheet_too_long.
    """
    best: set[StrEnum] = set()
    for place, (_line, cells) in enumerate(lines[:HEAD_WITHIN]):
        known = {column for cell in cells if (column := form.column_of(cell)) is not None}
        if known.issuperset(form.needed):
            _each_once(form, cells)
            return _below(form, cells, lines[place + 1 :], sheet)
        best = known if len(known) > len(best) else best
    missing = [column for column in form.needed if column not in best]
    raise RuleBroken("sheet_columns", "file", columns=missing)


def xlsx_of(
    name: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, more: Sequence[Sheet] = ()
) -> bytes:
    """A workbook of the table, its last column wide, followed by further sheets."""
    widths = [max(10, min(30, len(heading) + 4)) for heading in headings]
    columns = [SheetColumn(text, width) for text, width in zip(headings, widths, strict=True)]
    return workbook([Sheet(name, (), columns, rows), *more], title=name, author="Tiêu Biểu")


def _each_once(form: TableForm, cells: Sequence[str]) -> None:
    """If two columns mean the same, neither is chosen."""
    seen: dict[StrEnum, str] = {}
    for cell in cells:
        column = form.column_of(cell)
        if column is not None and seen.setdefault(column, cell) is not cell:
            raise RuleBroken("sheet_column_twice", "file", first=seen[column], second=cell)


def _below(
    form: TableForm, head: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]], sheet: str
) -> Table:
    width = max(place for place, cell in enumerate(head, start=1) if cell)
    rows = tuple(
        (line, tuple([*cells, *[""] * width][:width])) for line, cells in lines if any(cells[:width])
    )
    if not rows:
        raise RuleBroken("sheet_empty", "file")
    if len(rows) > form.most_rows:
        raise RuleBroken("sheet_too_long", "file", most=form.most_rows)
    return Table(tuple(head[:width]), rows, sheet)


def _how_far(refusal: RuleBroken) -> int:
    """The most likely table is reported: a faulty table before one with missing columns, the fewest first."""
    return len(refusal.params["columns"]) if refusal.code == "sheet_columns" else 0
