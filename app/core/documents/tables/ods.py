"""What the reader of ODS files does not tell: which cells are shares that the program shows as so many per cent."""

import io
import zipfile
from collections.abc import Mapping
from xml.parsers import expat  # document types were refused before

from app.core.documents.tables.zip_faults import ZIP_FAULTS

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
_FAULTS: tuple[type[Exception], ...] = (expat.ExpatError, KeyError, *ZIP_FAULTS)

Place = tuple[int, int]


def shares_in(data: bytes, most_rows: int, most_columns: int) -> Mapping[str, frozenset[Place]]:
    """Sheet -> (row from 1, column from 0) of its cells that are shares; none where the file cannot be read."""
    finder = _Finder(most_rows, most_columns)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = finder.start
    parser.EndElementHandler = finder.end
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parser.Parse(packed.read("content.xml"), True)
    except _FAULTS:
        return {}
    return {name: frozenset(places) for name, places in finder.found.items()}


class _Finder:
    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.found: dict[str, set[Place]] = {}
        self._most = most_rows, most_columns
        self._places: set[Place] = set()
        self._row, self._column, self._times = 1, 0, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE}table":
            self._places = self.found.setdefault(attributes.get(f"{_TABLE}name", ""), set())
            self._row = 1
        elif name == f"{_TABLE}table-row":
            self._column, self._times = 0, _number(attributes.get(f"{_TABLE}number-rows-repeated"))
        elif name in _CELLS:
            times = _number(attributes.get(f"{_TABLE}number-columns-repeated"))
            if attributes.get(f"{_OFFICE}value-type") == "percentage":
                self._add(times)
            self._column += times

    def end(self, name: str) -> None:
        if name == f"{_TABLE}table-row":
            self._row += self._times

    def _add(self, times: int) -> None:
        rows = range(self._row, min(self._row + self._times, self._most[0] + 1))
        columns = range(self._column, min(self._column + times, self._most[1]))
        self._places.update((row, column) for row in rows for column in columns)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004
