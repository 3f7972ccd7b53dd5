"""The files of a table: CSV, JSON-LD, a spreadsheet, and what differs from the night before."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.core.documents.spreadsheets import Cell, Sheet, SheetColumn, workbook
from app.site.open_data.tables import Row, Table
from app.web.csv_files import csv_lines

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "json": "application/json",
}
SUMS = "SHA256SUMS.txt"
MOST_IN_A_SHEET = 100_000
"""Rows that a spreadsheet is made of at most: it is held in memory, and beyond that CSV is the better form."""
WIDTH = 18


def csv_file(table: Table, rows: Sequence[Row]) -> bytes:
    """UTF-8 with a mark, every cell safe in a spreadsheet."""
    return "".join(csv_lines(table.header, rows)).encode()


def jsonld_file(table: Table, rows: Sequence[Row], address: str, day: date) -> bytes:
    """A schema.org Dataset with its rows; a column is a term of the address's own vocabulary."""
    graph = []
    for row in rows:
        facts = {name: _plain(value) for name, value in zip(table.header, row, strict=True)}
        url = facts.pop("url", "")
        given = {name: value for name, value in facts.items() if value not in ("", None)}
        graph.append(
            {"@type": table.kind, **({"@id": url} if url else {}), "name": facts[table.label], **given}
        )
    document = {
        "@context": {"@vocab": f"{address}#", **{term: f"https://schema.org/{term}" for term in _SCHEMA}},
        "@type": "Dataset",
        "@id": address,
        "name": table.name,
        "license": LICENCE,
        "dateModified": day.isoformat(),
        "hasPart": graph,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def xlsx_file(table: Table, title: str, rows: Sequence[Row]) -> bytes | None:
    """The table as a workbook; None where it is too long for one."""
    if len(rows) > MOST_IN_A_SHEET:
        return None
    columns = [SheetColumn(name, WIDTH) for name in table.header]
    sheet = Sheet(title, (), columns, [[_cell(value) for value in row] for row in rows])
    return workbook([sheet], title=title, author="Tiêu Biểu")


def changes_file(table: Table, before: bytes | None, after: bytes) -> tuple[bytes, int]:
    """What was added, changed and removed since the CSV of the night before, and how many rows that is."""
    old, new = _by_key(table, before), _by_key(table, after)
    rows: list[Row] = []
    for key, row in new.items():
        if key not in old:
            rows.append(("added", *row))
        elif old[key] != row:
            rows.append(("changed", *row))
    place = table.header.index(table.key or table.label)
    gone = [
        row[place] for key, row in old.items() if key not in new
    ]  # nothing else of them: a person may have left
    rows += [("removed", *(key if n == place else "" for n in range(len(table.header)))) for key in gone]
    header = ("change", *table.header)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows(rows)  # cells come from a file in which they are safe already
    return ("\ufeff" + buffer.getvalue()).encode(), len(rows)


def sums_file(sums: Mapping[str, str]) -> bytes:
    """As `sha256sum --check` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def zipped(data: bytes) -> bytes:
    """The same bytes give the same file."""
    return gzip.compress(data, 6, mtime=0)


_SCHEMA = (
    "Dataset", "Product", "Organization", "Certification", "CreativeWork", "AdministrativeArea", "name", "license",
    "dateModified", "hasPart", "gtin",
)  # fmt: skip


def _by_key(table: Table, data: bytes | None) -> dict[str, list[str]]:
    if data is None:
        return {}
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    if tuple(header) != table.header:  # a release has given the table other columns
        return {}
    place = table.header.index(table.key) if table.key else None
    return {(row[place] if place is not None else "\x00".join(row)): row for row in rows}


def _plain(value: object) -> object:
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
