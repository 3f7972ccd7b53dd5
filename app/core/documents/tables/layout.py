"""How much memory the reader of a workbook takes: it lays out every cell up to the last one of a sheet, empty ones too,
and copies a text for each cell that shows it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from app.core.errors import RuleBroken

MOST_CELLS = 2_000_000
MOST_LETTERS = 30_000_000
_PLACE = re.compile(r"([A-Za-z]{1,6})([0-9]{1,9})")
_SAYS_SOMETHING = frozenset(("v", "is", "f"))
_TABLE, _ROW = "table:table", "table:table-row"
_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))
_XML_FAULTS = (expat.ExpatError, ValueError, LookupError)


@dataclass(slots=True)
class Layout:
    """The sheets of a file together. Adding one raises RuleBroken sheet_too_large at field `file`."""

    cells: int = 0
    letters: int = 0

    def add(self, rows: int, columns: int, letters: int = 0) -> None:
        """A sheet whose last cell stands in this row and column, from 1."""
        self.cells += rows * columns
        self.letters += letters
        if self.cells > MOST_CELLS or self.letters > MOST_LETTERS:
            raise RuleBroken("sheet_too_large", "file")


class _Reader(Protocol):
    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def letters(self, text: str) -> None: ...


def shared_strings(content: bytes) -> list[int]:
    """The length of each text that cells of an XLSX file name by its number."""
    found = _Strings()
    _parse(content, found)
    return found.lengths


def measure(content: bytes, layout: Layout, strings: Sequence[int]) -> None:
    """Add the sheets of a part of a zipped workbook, whatever the part is called. Raises RuleBroken at field `file`:
    sheet_too_large, sheet_unreadable.
    """
    if b"sheetData" in content:
        _parse(content, _Worksheet(layout, strings))
    if b"table-row" in content:
        _parse(content, _Tables(layout))


def _parse(content: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_types
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.letters
    try:
        parser.Parse(content, True)
    except _XML_FAULTS:
        raise RuleBroken("sheet_unreadable", "file") from None


def _refuse_types(*_declared: object) -> None:
    raise ValueError


class _Strings:
    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._length = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            self._length = 0

    def end(self, name: str) -> None:
        if _local(name) == "si":
            self.lengths.append(self._length)

    def letters(self, text: str) -> None:
        self._length += len(text)


class _Worksheet:
    """Rows and columns from 0, counted as the reader does."""

    def __init__(self, layout: Layout, strings: Sequence[int]) -> None:
        self._layout, self._strings = layout, strings
        self._row = self._column = 0
        self._at = 0, 0
        self._last = 0, 0
        self._seen = self._letters = 0
        self._is_shared = False
        self._number = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "row" and "r" in attributes:
            self._row = _whole(attributes["r"]) - 1
        elif name == "c":
            self._begin_cell(attributes)
        elif name in _SAYS_SOMETHING:
            self._number = ""
            self._last = max(self._last[0], self._at[0] + 1), max(self._last[1], self._at[1] + 1)

    def end(self, name: str) -> None:
        name = _local(name)
        if name == "row":
            self._row, self._column = self._row + 1, 0
        elif name == "v" and self._is_shared:
            number = _whole(self._number, 0)
            self._letters += self._strings[number] if number < len(self._strings) else 0
        elif name == "c":
            self._column += 1
            self._is_shared = False
        elif name in {"sheetData", "worksheet"}:
            self._layout.add(*self._last, self._letters)
            self._last, self._letters = (0, 0), 0

    def letters(self, text: str) -> None:
        if self._is_shared:
            self._number += text

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._seen += 1
        if self._seen > MOST_CELLS:
            raise RuleBroken("sheet_too_large", "file")
        self._at = self._row, self._column
        if place := _PLACE.fullmatch(attributes.get("r", "")):
            self._at = int(place[2]) - 1, _column(place[1])
            self._column = self._at[1]
        self._is_shared = attributes.get("t") == "s"


class _Tables:
    """The sheets of an ODS file, by the names that its reader knows. Tables within tables are refused."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._open: list[str] = []
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._last = 0, 0
        self._length = self._letters = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _TABLE:
            self._enter(_TABLE)
            self._row, self._last, self._letters = 0, (0, 0), 0
        elif name == _ROW:
            self._enter(_ROW)
            self._column, self._rows = 0, _whole(attributes.get("table:number-rows-repeated", ""))
        elif name in _CELLS:
            self._enter("cell")
            self._columns = _whole(attributes.get("table:number-columns-repeated", ""))
            self._length = len(attributes.get("office:string-value", ""))
            if "office:value-type" in attributes or "table:formula" in attributes:
                self._mark()
        elif name == "text:p" and self._open[-1:] == ["cell"]:
            self._mark()

    def end(self, name: str) -> None:
        if name == _TABLE:
            self._layout.add(*self._last, self._letters)
            self._open.pop()
        elif name == _ROW:
            self._row += self._rows
            self._open.pop()
        elif name in _CELLS:
            self._letters += self._length * self._rows * self._columns
            self._column += self._columns
            self._open.pop()

    def letters(self, text: str) -> None:
        self._length += len(text)

    def _enter(self, kind: str) -> None:
        if kind in self._open:
            raise RuleBroken("sheet_unreadable", "file")
        self._open.append(kind)

    def _mark(self) -> None:
        """The cell says something."""
        rows, columns = self._row + self._rows, self._column + self._columns
        self._last = max(self._last[0], rows), max(self._last[1], columns)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _whole(text: str, otherwise: int = 1) -> int:
    """A number as another language may read it, sign and all."""
    try:
        return max(int(text[:20]), 0)
    except ValueError:
        return otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
