"""What the reader of old Excel files (XLS, BIFF 5 and 8) does not tell: the form of its cells, and hidden rows.

A compound file holds the workbook as one stream of records, each with its kind, its length and its content
([MS-CFB], [MS-XLS]).
"""

import struct
from collections.abc import Iterator, Mapping

from app.core.documents.tables.sheet_form import Place, SheetForm, is_percent

_SECTOR_END = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks."""
_NAMES, _LOCKED_PACKAGE = ("Workbook", "Book"), "EncryptedPackage"
_MOST_RECORDS = 500_000
"""Of a workbook; one of more has no forms."""
_SIZES = ((9, 6), (12, 6))
"""Of a sector and of a small one, as powers of two."""
_BOF, _EOF, _BOUNDSHEET, _FORMAT, _XF, _FILEPASS = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0, 0x002F
_ROW, _MULRK = 0x0208, 0x00BD
_NUMBERS = frozenset((0x0203, 0x0006, 0x027E))
"""A number, a formula, a number in short form: row, column and format come first."""
_BIFF_8 = 0x0600
_PERCENT_FORMATS = (9, 10)
"""Of those that every file has without naming them: 0% and 0.00%."""
_HIDDEN = 0x20
_FAULTS = (struct.error, ValueError, IndexError, KeyError)

Record = tuple[int, bytes]


def forms_in_xls(data: bytes, most_rows: int, most_columns: int) -> Mapping[str, SheetForm]:
    """Sheet -> its form; none where the file cannot be read so."""
    try:
        book = _Book(_Compound(data).workbook())
        percents, sheets = _globals(book)
        most = most_rows, most_columns
        return {name: _form(book, start, percents, most) for name, start in sheets.items()}
    except _FAULTS:
        return {}


def is_locked(data: bytes) -> bool:
    """Whether a compound file needs a password: an XLS file, or a newer one that was packed into one for that."""
    try:
        file = _Compound(data)
        if _LOCKED_PACKAGE in file.folder:
            return True
        return any(kind == _FILEPASS for kind, _content in _Book(file.workbook()).records(0))
    except _FAULTS:
        return False


class _Compound:
    """A file of sectors with a folder of streams by name. Reading it raises one of _FAULTS."""

    def __init__(self, data: bytes) -> None:
        powers = struct.unpack_from("<HH", data, 0x1E)
        if powers not in _SIZES:
            raise ValueError
        self._data, self._size, self._small_size = data, 1 << powers[0], 1 << powers[1]
        first, self._cutoff, self._first_small = (
            struct.unpack_from("<I", data, at)[0] for at in (0x30, 0x38, 0x3C)
        )
        self._table = self._sector_table()
        folder = self._sectors(first)
        entries = [folder[at : at + 128] for at in range(0, len(folder), 128)]
        self._root = entries[0]
        self.folder = {
            entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le"): entry
            for entry in entries
        }

    def workbook(self) -> bytes:
        name = _NAMES[0] if _NAMES[0] in self.folder else _NAMES[1]
        start, length = struct.unpack_from("<II", self.folder[name], 116)
        if length >= self._cutoff:
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


class _Book:
    """The stream of records, read no further than so many."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._left = _MOST_RECORDS

    def records(self, at: int) -> Iterator[Record]:
        """The records of a part, up to its end; charts within it are left out."""
        depth = 1
        kind, length = struct.unpack_from("<HH", self._stream, at)
        if kind != _BOF:
            raise ValueError
        while depth:
            if depth == 1:
                yield kind, self._stream[at + 4 : at + 4 + length]
            self._left -= 1
            if not self._left:
                raise ValueError
            at += 4 + length
            kind, length = struct.unpack_from("<HH", self._stream, at)
            depth += (kind == _BOF) - (kind == _EOF)


def _globals(book: _Book) -> tuple[list[bool], dict[str, int]]:
    """Whether each form of a cell is per cent; sheet -> where it begins."""
    percents = dict.fromkeys(_PERCENT_FORMATS, True)
    forms: list[int] = []
    sheets: dict[str, int] = {}
    is_new = False
    for kind, content in book.records(0):
        if kind == _BOF:
            is_new = struct.unpack_from("<H", content)[0] >= _BIFF_8
        elif kind == _FORMAT:
            percents[struct.unpack_from("<H", content)[0]] = is_percent(_text(content[2:], 2, is_new=is_new))
        elif kind == _XF:
            forms.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _BOUNDSHEET:
            sheets[_text(content[6:], 1, is_new=is_new)] = struct.unpack_from("<I", content)[0]
    return [percents.get(number, False) for number in forms], sheets


def _text(content: bytes, counted_by: int, *, is_new: bool) -> str:
    """counted_by: bytes of the number of letters in the newer form; the older has one."""
    if not is_new:
        return content[1 : 1 + content[0]].decode("cp1252", "replace")
    count = int.from_bytes(content[:counted_by], "little")
    is_wide, letters = content[counted_by] & 1, content[counted_by + 1 :]
    return letters[: 2 * count].decode("utf-16-le") if is_wide else letters[:count].decode("latin-1")


def _form(book: _Book, start: int, percents: list[bool], most: tuple[int, int]) -> SheetForm:
    shares: set[Place] = set()
    hidden: set[int] = set()
    for kind, content in book.records(start):
        if kind == _ROW:
            if struct.unpack_from("<H", content, 12)[0] & _HIDDEN:
                hidden.add(struct.unpack_from("<H", content)[0] + 1)
        elif kind == _MULRK or kind in _NUMBERS:
            shares.update(_shares(kind, content, percents))
    return SheetForm(
        frozenset((row, column) for row, column in shares if row <= most[0] and column < most[1]),
        frozenset(hidden),
    )


def _shares(kind: int, content: bytes, percents: list[bool]) -> Iterator[Place]:
    """The cells of a record that are per cent."""
    row, column = struct.unpack_from("<HH", content)
    step = 6
    used = range(4, len(content) - 2, step) if kind == _MULRK else range(4, 5)
    for number, at in enumerate(used):
        if percents[struct.unpack_from("<H", content, at)[0]]:
            yield row + 1, column + number
