"""What the second reader of XLSX files does not tell: cells shown as so many per cent, hidden rows, formulas without a
result.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat  # document types were refused before

from app.core.documents.tables.sheet_form import MAX_SHEETS, UNSOLVED, Place, SheetForm, is_percent
from app.core.documents.tables.zip_faults import ZIP_FAULTS

_FAULTS: tuple[type[Exception], ...] = (expat.ExpatError, LookupError, *ZIP_FAULTS)
_PERCENT_FORMATS = frozenset(("9", "10"))
"""Of those that every file has without naming them: 0% and 0.00%."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE = frozenset(("1", "true", "on"))

Attributes = dict[str, str]


def forms_in_xlsx(data: bytes, most_rows: int, most_columns: int) -> Mapping[str, SheetForm]:
    """Sheet -> its form, of the first sheets; one whose form cannot be read is left out."""
    found: dict[str, SheetForm] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = _Parts(packed)
            book = parts.linked("", "/officeDocument")[0][1]
            shares = _shares(parts, book)
            for name, part in _sheets(parts, book)[:MAX_SHEETS]:
                form = _form(parts, part, shares, (most_rows, most_columns))
                if form is not None:
                    found[name] = form
    except _FAULTS:
        return found
    return found


class _Parts:
    """The parts of a packed file, by name in small letters, and what they lead to. Reading raises one of _FAULTS."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._names = {name.replace("\\", "/").lower(): name for name in packed.namelist()}

    def walk(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        letters: Callable[[str], None] | None = None,
    ) -> None:
        """Go through a part; names are told without their prefixes."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, given: start(
            _bare(name), {_bare(key): value for key, value in given.items()}
        )
        if end is not None:
            parser.EndElementHandler = lambda name: end(_bare(name))
        if letters is not None:
            parser.CharacterDataHandler = letters
        parser.Parse(self._packed.read(self._names[part.lower()]), True)

    def linked(self, part: str, kind: str) -> list[tuple[str, str]]:
        """The parts of a kind that a part leads to, each under its id there. part: "" for the file itself."""
        folder, name = posixpath.split(part)
        found: list[tuple[str, str]] = []

        def start(element: str, given: Attributes) -> None:
            if element == "Relationship" and given["Type"].endswith(kind):
                target = posixpath.join("/", folder, given["Target"].replace("\\", "/"))
                found.append((given["Id"], posixpath.normpath(target).lstrip("/")))

        self.walk(posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return found


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _sheets(parts: _Parts, book: str) -> list[tuple[str, str]]:
    """Each sheet of cells by name, and its part."""
    by_id = dict(parts.linked(book, "/worksheet"))
    found: list[tuple[str, str]] = []

    def start(element: str, given: Attributes) -> None:
        if element == "sheet" and given.get("id", "") in by_id:
            found.append((given["name"], by_id[given["id"]]))

    parts.walk(book, start)
    return found


def _shares(parts: _Parts, book: str) -> list[bool]:
    """Of each form of a cell whether it shows so many per cent. A book without styles has none."""
    own: dict[str, bool] = {}
    found: list[bool] = []
    inside: list[str] = []

    def start(element: str, given: Attributes) -> None:
        if element == "numFmt":
            own[given["numFmtId"]] = is_percent(given["formatCode"])
        elif element == "xf" and "cellXfs" in inside:
            number = given.get("numFmtId", "0")
            found.append(own.get(number, number in _PERCENT_FORMATS))
        inside.append(element)

    def end(_element: str) -> None:
        inside.pop()

    for _id, part in parts.linked(book, "/styles")[:1]:
        parts.walk(part, start, end=end)
    return found


def _form(parts: _Parts, part: str, shares: list[bool], most: tuple[int, int]) -> SheetForm | None:
    finder = _Finder(shares, most)
    try:
        parts.walk(part, finder.start, finder.end, finder.letters)
    except _FAULTS:
        return None
    return SheetForm(frozenset(finder.shares), frozenset(finder.hidden), texts=finder.texts)


class _Finder:
    """Goes through the rows of a sheet. Rows and cells may leave out where they are: it is behind the last."""

    def __init__(self, shares: list[bool], most: tuple[int, int]) -> None:
        self.shares: set[Place] = set()
        self.hidden: set[int] = set()
        self.texts: dict[Place, str] = {}
        self._kinds = shares
        self._most = most
        self._row, self._column = 0, -1
        self._cell: Attributes = {}
        self._element = ""
        self._is_formula = self._has_value = False

    def start(self, element: str, given: Attributes) -> None:
        if element == "row":
            self._row, self._column = int(given.get("r") or self._row + 1), -1
            if given.get("hidden") in _TRUE and self._row <= self._most[0]:
                self.hidden.add(self._row)
        elif element == "c":
            placed = _CELL.fullmatch(given.get("r", ""))
            self._column = _column(placed[1]) if placed else self._column + 1
            self._cell = given
            self._is_formula = self._has_value = False
        self._is_formula |= element == "f"
        self._element = element

    def letters(self, text: str) -> None:
        self._has_value |= self._element in {"v", "t"} and bool(text.strip())

    def end(self, element: str) -> None:
        self._element = ""
        if element != "c" or self._row > self._most[0] or self._column >= self._most[1]:
            return
        place = self._row, self._column
        if self._is_formula and not self._has_value and self._cell.get("t") != "str":
            self.texts[place] = f"{UNSOLVED}{_letters(self._column)}{self._row}"
        elif self._has_value and self._cell.get("t", "n") == "n" and self._is_share():
            self.shares.add(place)

    def _is_share(self) -> bool:
        kind = int(self._cell.get("s", 0))
        return 0 <= kind < len(self._kinds) and self._kinds[kind]


def _column(letters: str) -> int:
    """The number of a column from 0: A, B, …, Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    found, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
