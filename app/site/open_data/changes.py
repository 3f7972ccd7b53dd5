"""What differs between the table of one night and that of another, told from their CSV files and written as a third.

Both may be longer than memory: a row is known by a short sum of its key and one of all of it, in a database on disk.
"""

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import blake2b
from typing import BinaryIO

from app.site.open_data.tables import Table

CACHE_KIB = 4_096
SUM = 16
_TABLES = """
PRAGMA cache_size = -{cache};
PRAGMA journal_mode = OFF;
CREATE TABLE before (key BLOB PRIMARY KEY, row BLOB, place INTEGER) WITHOUT ROWID;
CREATE TABLE now (key BLOB PRIMARY KEY, row BLOB, place INTEGER) WITHOUT ROWID;
"""
_OTHER = """
SELECT now.place, CASE WHEN before.key IS NULL THEN 'added' ELSE 'changed' END
FROM now LEFT JOIN before ON before.key = now.key
WHERE before.row IS NOT now.row ORDER BY now.place
"""
_GONE = """
SELECT place, 'removed' FROM before WHERE NOT EXISTS (SELECT 1 FROM now WHERE now.key = before.key) ORDER BY place
"""


def write_changes(table: Table, before: BinaryIO | None, now: BinaryIO, out: BinaryIO, scratch: str) -> int:
    """Write what was added, changed and removed, and return how many rows that is.

    before: None where there was no such night. scratch: the path of a file for the comparison, which is not there yet.
    """
    text = io.TextIOWrapper(out, "utf-8", newline="")
    text.write("\ufeff")
    writer = csv.writer(text)  # cells come from a file in which they are safe already
    writer.writerow(("change", *table.header))
    place = table.header.index(table.key or table.label)
    number = 0
    with closing(sqlite3.connect(scratch)) as database:
        database.executescript(_TABLES.format(cache=CACHE_KIB))
        for name, file in (("before", before), ("now", now)):
            if file is not None:
                database.executemany(f"INSERT OR REPLACE INTO {name} VALUES (?, ?, ?)", _sums(table, file))  # noqa: S608  # one of two names
        for kind, row in _chosen(database.execute(_OTHER), now):
            writer.writerow((kind, *row))
            number += 1
        if before is not None:
            for kind, row in _chosen(database.execute(_GONE), before):
                cells = (row[place] if at == place else "" for at in range(len(table.header)))
                writer.writerow((kind, *cells))  # nothing else of it: a person may have left
                number += 1
    text.detach()
    return number


def _sums(table: Table, file: BinaryIO) -> Iterator[tuple[bytes, bytes, int]]:
    """(sum of the key, sum of the row, place) of each row; none where a release has given the table other columns."""
    rows = _rows(file)
    if tuple(next(rows, ())) != table.header:
        return
    place = table.header.index(table.key) if table.key else None
    for number, row in enumerate(rows, start=1):
        whole = _sum("\x00".join(row))
        yield (whole if place is None else _sum(row[place])), whole, number


def _chosen(places: Iterator[tuple[int, str]], file: BinaryIO) -> Iterator[tuple[str, Sequence[str]]]:
    """The rows at some places, with the word that stands beside each."""
    rows = enumerate(_rows(file))
    for place, kind in places:
        yield kind, next(row for number, row in rows if number == place)


def _rows(file: BinaryIO) -> Iterator[list[str]]:
    file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        yield from csv.reader(text)
    finally:
        text.detach()  # the file stays open


def _sum(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=SUM).digest()
