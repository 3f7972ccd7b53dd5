"""What the reader of ODS files does not tell: cells shown as so many per cent, hidden rows, merged cells."""

import io
import zipfile
from collections.abc import Mapping
from xml.parsers import expat  # document types were refused before

from app.core.documents.tables.sheet_form import Area, Place, SheetForm
from app.core.documents.tables.zip_faults import ZIP_FAULTS

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
_FAULTS: tuple[type[Exception], ...] = (expat.ExpatError, KeyError, *ZIP_FAULTS)
_HIDDEN = frozenset(("collapse", "filter"))


def forms_in_ods(data: bytes, most_rows: int, most_columns: int) -> Mapping[str, SheetForm]:
    """Sheet -> its form; none where the file cannot be read."""
    finder = _Finder(most_rows, most_columns)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = finder.start
    parser.EndElementHandler = finder.end
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parser.Parse(packed.read("content.xml"), True)
    except _FAULTS:
        return {}
    return {
        name: SheetForm(frozenset(found.shares), frozenset(found.hidden), tuple(found.areas))
        for name, found in finder.found.items()
    }


class _Found:
    def __init__(self) -> None:
        self.shares: set[Place] = set()
        self.hidden: set[int] = set()
        self.areas: list[Area] = []


class _Finder:
    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.found: dict[str, _Found] = {}
        self._most = most_rows, most_columns
        self._sheet = _Found()
        self._row, self._column, self._times = 1, 0, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE}table":
            self._sheet = self.found.setdefault(attributes.get(f"{_TABLE}name", ""), _Found())
            self._row = 1
        elif name == f"{_TABLE}table-row":
            self._column, self._times = 0, _number(attributes.get(f"{_TABLE}number-rows-repeated"))
            if attributes.get(f"{_TABLE}visibility") in _HIDDEN:
                self._sheet.hidden.update(self._rows())
        elif name in _CELLS:
            times = _number(attributes.get(f"{_TABLE}number-columns-repeated"))
            if attributes.get(f"{_OFFICE}value-type") == "percentage":
                columns = range(self._column, min(self._column + times, self._most[1]))
                self._sheet.shares.update((row, column) for row in self._rows() for column in columns)
            down = _number(attributes.get(f"{_TABLE}number-rows-spanned"))
            across = _number(attributes.get(f"{_TABLE}number-columns-spanned"))
            if down > 1 or across > 1:
                first = self._row - 1, self._column
                self._sheet.areas.append((first, (first[0] + down - 1, first[1] + across - 1)))
            self._column += times

    def end(self, name: str) -> None:
        if name == f"{_TABLE}table-row":
            self._row += self._times

    def _rows(self) -> range:
        return range(self._row, min(self._row + self._times, self._most[0] + 1))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004
