"""What the reader of ODS files does not tell: cells shown as so many per cent, hidden rows, merged cells, tabs and
line breaks within a cell, spans of time.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat  # document types were refused before

from app.core.documents.tables.sheet_form import MAX_SHEETS, MOST_PLACES, Area, Place, SheetForm
from app.core.documents.tables.zip_faults import ZIP_FAULTS
from app.core.errors import RuleBroken

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
_FAULTS: tuple[type[Exception], ...] = (expat.ExpatError, KeyError, *ZIP_FAULTS)
_HIDDEN = frozenset(("collapse", "filter"))
_GAPS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_SPAN = re.compile(r"PT(\d{1,9})H(\d{1,2})M[\d.,]*S?", re.ASCII)
_MOST_BLANKS = 100
"""That one mark for several blanks may stand for."""


def forms_in_ods(data: bytes, most_rows: int, most_columns: int) -> Mapping[str, SheetForm]:
    """Sheet -> its form, of the first sheets. Raises RuleBroken at field `file`: sheet_unreadable, sheet_too_large."""
    finder = _Finder(most_rows, most_columns)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = finder.start
    parser.EndElementHandler = finder.end
    parser.CharacterDataHandler = finder.letters
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, suppress(_Enough):
            parser.Parse(packed.read("content.xml"), True)
    except _FAULTS:
        raise RuleBroken("sheet_unreadable", "file") from None
    return {
        name: SheetForm(frozenset(found.shares), frozenset(found.hidden), tuple(found.areas), found.texts)
        for name, found in finder.found.items()
    }


class _Enough(Exception):
    """As many sheets as are looked at have been read."""


class _Found:
    def __init__(self) -> None:
        self.shares: set[Place] = set()
        self.hidden: set[int] = set()
        self.areas: list[Area] = []
        self.texts: dict[Place, str] = {}


@dataclass(slots=True)
class _Text:
    """The text of the cell that is read. times: columns that it stands in. is_gapped: it holds a tab or a break."""

    times: int = 1
    is_text: bool = False
    is_gapped: bool = False
    parts: list[str] = field(default_factory=list)
    _depth: int = 0
    _notes: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_OFFICE}annotation":
            self._notes += 1
        elif self.is_text and not self._notes:
            if name == f"{_TEXT}p":
                self.parts += ["\n"] * bool(self.parts)
                self._depth += 1
            elif name in _GAPS:
                self.parts.append(_GAPS[name])
                self.is_gapped = True
            elif name == f"{_TEXT}s":
                self.parts.append(" " * min(_number(attributes.get(f"{_TEXT}c")), _MOST_BLANKS))

    def end(self, name: str) -> None:
        if name == f"{_OFFICE}annotation":
            self._notes -= 1
        elif name == f"{_TEXT}p" and self.is_text and not self._notes:
            self._depth -= 1

    def letters(self, text: str) -> None:
        if self._depth and not self._notes:
            self.parts.append(text)


class _Finder:
    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.found: dict[str, _Found] = {}
        self._most = most_rows, most_columns
        self._places_left = MOST_PLACES
        self._sheet = _Found()
        self._row, self._column, self._times = 1, 0, 1
        self._cell = _Text()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE}table":
            self._begin_sheet(attributes.get(f"{_TABLE}name", ""))
        elif name == f"{_TABLE}table-row":
            self._column, self._times = 0, _number(attributes.get(f"{_TABLE}number-rows-repeated"))
            if attributes.get(f"{_TABLE}visibility") in _HIDDEN:
                self._sheet.hidden.update(self._rows())
        elif name in _CELLS:
            self._begin_cell(attributes)
        else:
            self._cell.start(name, attributes)

    def end(self, name: str) -> None:
        if name == f"{_TABLE}table-row":
            self._row += self._times
        elif name in _CELLS:
            if self._cell.is_gapped:
                self._sheet.texts.update(dict.fromkeys(self._places(), "".join(self._cell.parts)))
            self._column += self._cell.times
            self._cell = _Text()
        else:
            self._cell.end(name)

    def letters(self, text: str) -> None:
        self._cell.letters(text)

    def _begin_sheet(self, name: str) -> None:
        if len(self.found) == MAX_SHEETS:
            raise _Enough
        if name in self.found:
            raise KeyError(name)  # which of the two the reader takes is not known
        self._sheet = self.found[name] = _Found()
        self._row = 1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        kind = attributes.get(f"{_OFFICE}value-type")
        times = _number(attributes.get(f"{_TABLE}number-columns-repeated"))
        self._cell = _Text(times, is_text=kind == "string")
        span = _SPAN.fullmatch(attributes.get(f"{_OFFICE}time-value", ""))
        if kind == "percentage":
            self._sheet.shares.update(self._places())
        elif kind == "time" and span:
            self._sheet.texts.update(dict.fromkeys(self._places(), f"{int(span[1]):02}:{int(span[2]):02}"))
        down = _number(attributes.get(f"{_TABLE}number-rows-spanned"))
        across = _number(attributes.get(f"{_TABLE}number-columns-spanned"))
        if down > 1 or across > 1:
            first = self._row - 1, self._column
            self._sheet.areas.append((first, (first[0] + down - 1, first[1] + across - 1)))

    def _places(self) -> list[Place]:
        columns = range(self._column, min(self._column + self._cell.times, self._most[1]))
        if not columns:
            return []
        rows = self._rows()
        self._places_left -= len(rows) * len(columns)
        if self._places_left < 0:
            raise RuleBroken("sheet_too_large", "file")
        return [(row, column) for row in rows for column in columns]

    def _rows(self) -> range:
        return range(self._row, min(self._row + self._times, self._most[0] + 1))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004
