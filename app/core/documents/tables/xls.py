"""What the reader of old Excel files (XLS, BIFF 5 and 8) does not tell: the form of its cells, and hidden rows.

A compound file holds the workbook as one stream of records, each with its kind, its length and its content
([MS-CFB], [MS-XLS]).
"""

import codecs
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.documents.tables.layout import Layout
from app.core.documents.tables.sheet_form import MAX_SHEETS, Place, SheetForm, is_percent
from app.core.errors import RuleBroken

_SECTOR_END = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks."""
_NAMES, _LOCKED_PACKAGE = ("workbook", "book"), "encryptedpackage"
_SIZES = ((9, 6), (12, 6))
"""Of a sector and of a small one, as powers of two."""
_BOF, _EOF, _BOUNDSHEET, _FORMAT, _XF, _FILEPASS = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0, 0x002F
_CODEPAGE, _DIMENSIONS, _ROW, _MULRK = 0x0042, 0x0200, 0x0208, 0x00BD
_TEXTS_OF_ALL, _GOES_ON, _NAMES_TEXT = 0x00FC, 0x003C, 0x00FD
"""The texts that cells name by their number, the rest of a long record, such a cell."""
_NUMBERS = frozenset((0x0203, 0x0006, 0x027E))
"""A number, a formula, a number in short form: row, column and format come first."""
_CELLS = _NUMBERS | {_MULRK, _NAMES_TEXT, 0x0204, 0x0205, 0x00D6}
"""Those, and texts, truths and faults."""
_TEXTS = _CELLS - _NUMBERS - {_MULRK}
_WHOLE_SHEET = 65_536, 256
_SMALL_STREAM = 4096
"""From this length on a stream stands in sectors; no file may say otherwise."""
_BIFF_8 = 0x0600
_PERCENT_FORMATS = (9, 10)
"""Of those that every file has without naming them: 0% and 0.00%."""
_HIDDEN = 0x20
_FAULTS = (struct.error, EOFError, ValueError, IndexError, KeyError)

Record = tuple[int, int, bytes]
"""How deep within other parts (1: in none), its kind, its content."""


def forms_in_xls(data: bytes, most_rows: int, most_columns: int) -> Mapping[str, SheetForm]:
    """Visible sheet -> its form, of the first sheets; one whose form cannot be read is left out.

    Raises RuleBroken at field `file`: sheet_unreadable, sheet_too_large. Two sheets in one place are refused: the
    reader would take the place once for each.
    """
    try:
        stream = _Compound(data).workbook()
        return _forms(stream, _globals(stream), (most_rows, most_columns))
    except _FAULTS:
        raise RuleBroken("sheet_unreadable", "file") from None


def is_locked(data: bytes) -> bool:
    """Whether a compound file needs a password: an XLS file, or a newer one that was packed into one for that."""
    try:
        file = _Compound(data)
        if _LOCKED_PACKAGE in file.folder:
            return True
        return any(kind == _FILEPASS for _depth, kind, _content in _records(file.workbook(), 0))
    except _FAULTS:
        return False


class _Compound:
    """A file of sectors with a folder of streams by name, in small letters. Reading it raises one of _FAULTS."""

    def __init__(self, data: bytes) -> None:
        powers = struct.unpack_from("<HH", data, 0x1E)
        if powers not in _SIZES:
            raise ValueError
        self._data, self._size, self._small_size = data, 1 << powers[0], 1 << powers[1]
        first, cutoff, self._first_small = (
            struct.unpack_from("<I", data, at)[0] for at in (0x30, 0x38, 0x3C)
        )
        if cutoff != _SMALL_STREAM:
            raise ValueError
        self._table = self._sector_table()
        folder = self._sectors(first)
        entries = [folder[at : at + 128] for at in range(0, len(folder), 128)]
        self._root = entries[0]
        names = [entry[:64].decode("utf-16-le", "replace").partition("\0")[0].lower() for entry in entries]
        if max(map(names.count, _NAMES)) > 1:
            raise ValueError
        self.folder = dict(zip(names, entries, strict=True))

    def workbook(self) -> bytes:
        name = _NAMES[0] if _NAMES[0] in self.folder else _NAMES[1]
        start, length = struct.unpack_from("<II", self.folder[name], 116)
        if length >= _SMALL_STREAM:
            return self._sectors(start)[:length]
        inside = self._sectors(struct.unpack_from("<I", self._root, 116)[0])
        listed = self._sectors(self._first_small)
        table = struct.unpack(f"<{len(listed) // 4}I", listed)
        return _chain(inside, table, start, self._small_size, 0)[:length]

    def _sectors(self, start: int) -> bytes:
        return _chain(self._data, self._table, start, self._size, self._size)

    def _sector_table(self) -> tuple[int, ...]:
        """The next sector after each; the places of the table are in the header and in a chain of sectors."""
        most = len(self._data) // self._size
        places = list(struct.unpack_from("<109I", self._data, 0x4C))
        further, count = struct.unpack_from("<II", self._data, 0x44)
        for _ in range(min(count, most)):
            if further >= _SECTOR_END or len(places) > most:
                break
            *more, further = struct.unpack_from(
                f"<{self._size // 4}I", self._data, (further + 1) * self._size
            )
            places += more
        used = [place for place in places if place < _SECTOR_END][:most]
        whole = b"".join([self._data[(place + 1) * self._size :][: self._size] for place in used])
        return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], start: int, size: int, before: int) -> bytes:
    """The sectors from `start` on, one after the other. before: bytes in front of the first sector."""
    parts: list[bytes] = []
    while start < _SECTOR_END:
        if len(parts) > len(data) // size:
            raise ValueError  # a ring
        parts.append(data[before + start * size :][:size])
        start = table[start]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records of a part, those of the charts within it too, up to its end. Raises EOFError where it has none."""
    depth = 1
    kind, length = struct.unpack_from("<HH", stream, at)
    if kind != _BOF:
        raise ValueError
    while depth:
        yield depth, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        if at + 4 > len(stream):
            raise EOFError
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """start: where its part begins. is_shown: a visible table, no chart."""

    name: str
    start: int
    is_shown: bool


@dataclass(slots=True)
class _Globals:
    """What the file says before its sheets. formats: number -> whether it is per cent; forms: the format of each form
    of a cell; texts: the records with the texts of all sheets.
    """

    encoding: str = ""
    formats: dict[int, bool] = field(default_factory=lambda: dict.fromkeys(_PERCENT_FORMATS, True))
    forms: list[int] = field(default_factory=list)
    sheets: list[_Sheet] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)

    def take(self, kind: int, content: bytes) -> None:
        if kind == _BOF:
            self.encoding = "" if struct.unpack_from("<H", content)[0] >= _BIFF_8 else "cp1252"
        elif kind == _CODEPAGE and self.encoding:
            self.encoding = _codepage(struct.unpack_from("<H", content)[0])
        elif kind == _FORMAT:
            is_share = is_percent(_text(content[2:], 2, self.encoding))
            self.formats[struct.unpack_from("<H", content)[0]] = is_share
        elif kind == _XF:
            self.forms.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _BOUNDSHEET:
            start, state, sort = struct.unpack_from("<IBB", content)
            is_shown = sort == 0 and state & 0x3F == 0
            self.sheets.append(_Sheet(_text(content[6:], 1, self.encoding), start, is_shown))

    def percents(self) -> list[bool]:
        """Of each form of a cell."""
        return [self.formats.get(number, False) for number in self.forms]


def _globals(stream: bytes) -> _Globals:
    found = _Globals()
    before = 0
    for depth, kind, content in _records(stream, 0):
        if depth == 1:
            is_text = kind == _TEXTS_OF_ALL or (kind == _GOES_ON and before == _TEXTS_OF_ALL)
            found.texts += [content] * is_text
            found.take(kind, content)
            before = _TEXTS_OF_ALL if is_text else kind
    return found


class _SharedTexts:
    """The letters of each text. One that is too long for its record goes on in the next, which begins with the width
    of its letters.
    """

    def __init__(self, records: Sequence[bytes]) -> None:
        self._further = list(reversed(records))
        self._record, self._at = b"", 0

    def lengths(self) -> list[int]:
        """As many as there are, if the file claims more."""
        found: list[int] = []
        count = struct.unpack("<I", self._take(8)[4:])[0] if self._further else 0
        while len(found) < count and (self._at < len(self._record) or self._further):
            letters, flags = struct.unpack("<HB", self._take(3))
            runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
            sounds = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
            self._skip_letters(letters, 1 + (flags & 1))
            self._skip(4 * runs + sounds)
            found.append(letters)
        return found

    def _take(self, length: int) -> bytes:
        if self._at == len(self._record):
            self._record, self._at = self._further.pop(), 0
        self._at += length
        return self._record[self._at - length : self._at]

    def _skip(self, length: int) -> None:
        while length > (here := len(self._record) - self._at):
            length -= here
            self._record, self._at = self._further.pop(), 0
        self._at += length

    def _skip_letters(self, count: int, width: int) -> None:
        while count > (here := (len(self._record) - self._at) // width):
            count -= here
            self._record, self._at = self._further.pop(), 1
            width = 1 + (self._record[0] & 1)
        self._at += count * width


def _codepage(number: int) -> str:
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1252"


def _text(content: bytes, counted_by: int, encoding: str) -> str:
    """counted_by: bytes of the number of letters in the newer form; the older has one. encoding: of the older."""
    if encoding:
        return content[1 : 1 + content[0]].decode(encoding, "replace")
    count = int.from_bytes(content[:counted_by], "little")
    is_wide, letters = content[counted_by] & 1, content[counted_by + 1 :]
    return letters[: 2 * count].decode("utf-16-le") if is_wide else letters[:count].decode("latin-1")


def _forms(stream: bytes, file: _Globals, most: tuple[int, int]) -> dict[str, SheetForm]:
    """Every sheet is walked, as the reader does; the forms are those of the first that are shown."""
    shown = [sheet for sheet in file.sheets if sheet.is_shown][:MAX_SHEETS]
    if len({sheet.name for sheet in shown}) < len(shown):
        raise ValueError
    percents, texts = file.percents(), _SharedTexts(file.texts).lengths()
    layout, end = Layout(), 0
    found = {}
    for sheet in sorted(file.sheets, key=lambda one: one.start):
        if sheet.start < end:
            raise ValueError
        reader = _SheetReader(percents, texts, most)
        end = sheet.start + reader.read(_records(stream, sheet.start))
        layout.add(*reader.last, reader.letters)
        if sheet in shown and not reader.is_faulty:
            found[sheet.name] = SheetForm(frozenset(reader.shares), frozenset(reader.hidden))
    return found


class _SheetReader:
    """last: row and column of the last cell, from 1. letters: of the shared texts of all its cells."""

    def __init__(self, percents: Sequence[bool], texts: Sequence[int], most: tuple[int, int]) -> None:
        self.shares: set[Place] = set()
        self.hidden: set[int] = set()
        self.last = 0, 0
        self.letters = 0
        self.is_faulty = False
        self._percents, self._texts, self._most = percents, texts, most

    def read(self, records: Iterator[Record]) -> int:
        """The bytes that were read."""
        length = 0
        try:
            for depth, kind, content in records:
                length += 4 + len(content)
                self._take(depth, kind, content)
        except EOFError:
            self.is_faulty = True
        return length

    def _take(self, depth: int, kind: int, content: bytes) -> None:
        if kind == _DIMENSIONS:
            _refuse_wide(content)
        elif kind in _CELLS:
            self._take_cell(depth, kind, content)
        elif kind == _ROW and depth == 1 and struct.unpack_from("<H", content, 12)[0] & _HIDDEN:
            row = struct.unpack_from("<H", content)[0]
            self.hidden.update([row + 1] * (row < self._most[0]))

    def _take_cell(self, depth: int, kind: int, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        count = (len(content) - 6) // 6 if kind == _MULRK else 1
        last = struct.unpack_from("<H", content, len(content) - 2)[0] if kind == _MULRK else column
        self.last = max(self.last[0], row + 1), max(self.last[1], column + count, last + 1)
        if kind == _NAMES_TEXT:
            number = struct.unpack_from("<I", content, 6)[0]
            self.letters += self._texts[number] if number < len(self._texts) else 0
        if depth == 1 and kind not in _TEXTS and row < self._most[0]:
            self._take_cells(row, column, content[4:], count)

    def _take_cells(self, row: int, column: int, forms: bytes, count: int) -> None:
        """Keep those that are per cent. forms: begins with that of the first; each further one is 6 bytes on."""
        for number in range(min(count, self._most[1] - column)):
            form = struct.unpack_from("<H", forms, 6 * number)[0]
            if form >= len(self._percents):
                self.is_faulty = True
            elif self._percents[form]:
                self.shares.add((row + 1, column + number))


def _refuse_wide(dimensions: bytes) -> None:
    """The reader takes memory for as many cells as a sheet says that it has."""
    is_new = len(dimensions) >= 14  # noqa: PLR2004  # rows of four bytes
    _first, rows, _column, columns = struct.unpack_from("<IIHH" if is_new else "<HHHH", dimensions)
    if rows > _WHOLE_SHEET[0] or columns > _WHOLE_SHEET[1]:
        raise RuleBroken("sheet_too_large", "file")
