"""The files of a table: CSV, JSON-LD and a spreadsheet, written together as its rows are read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from app.core.documents.spreadsheets import Cell, LongWorkbook, SheetColumn
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
WIDTH = 18


@dataclass(slots=True)
class Forms:
    """Where the forms of a table grow. scratch: a folder for what the spreadsheet is made of."""

    csv: BinaryIO
    jsonld: BinaryIO
    xlsx: BinaryIO
    scratch: Path
    rows: int = field(default=0)


def write_forms(table: Table, title: str, address: str, day: date, forms: Forms) -> None:
    """All forms in one reading of the table. CSV is UTF-8 with a mark, every cell safe in a spreadsheet; JSON-LD is
    a schema.org Dataset with its rows, a column a term of the address's own vocabulary.
    """
    columns = [SheetColumn(name, WIDTH) for name in table.header]
    book = LongWorkbook(forms.xlsx, forms.scratch, title, columns, title=title, author="Tiêu Biểu")
    begin, end = _around(table, address, day)
    forms.jsonld.write(begin.encode())
    for line in csv_lines(table.header, _passed(table, book, forms)):
        forms.csv.write(line.encode())
    forms.jsonld.write(end.encode())
    book.close()


def _passed(table: Table, book: LongWorkbook, forms: Forms) -> Iterator[Row]:
    """The rows of the table, each written into the other forms before it is given on."""
    for row in table.rows():
        forms.jsonld.write((("," if forms.rows else "") + _json(_record(table, row))).encode())
        book.add([_cell(value) for value in row])
        forms.rows += 1
        yield row


def sums_file(sums: Mapping[str, str]) -> str:
    """As `sha256sum --check` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))


_SCHEMA = (
    "Dataset", "Product", "Organization", "Certification", "CreativeWork", "AdministrativeArea", "name", "license",
    "dateModified", "hasPart", "gtin",
)  # fmt: skip


def _around(table: Table, address: str, day: date) -> tuple[str, str]:
    """What stands before and behind the rows of the JSON-LD."""
    whole = _json(
        {
            "@context": {"@vocab": f"{address}#", **{term: f"https://schema.org/{term}" for term in _SCHEMA}},
            "@type": "Dataset",
            "@id": address,
            "name": table.name,
            "license": LICENCE,
            "dateModified": day.isoformat(),
            "hasPart": [],
        }
    )
    return whole[:-2], whole[-2:]


def _record(table: Table, row: Row) -> dict[str, object]:
    facts = {name: _plain(value) for name, value in zip(table.header, row, strict=True)}
    url = facts.pop("url", "")
    given = {name: value for name, value in facts.items() if value not in ("", None)}
    return {"@type": table.kind, **({"@id": url} if url else {}), "name": facts[table.label], **given}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
