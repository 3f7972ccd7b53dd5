"""Each row of a table of products as the catalogue would take it. Writes nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from sqlalchemy import select

from app.core.database.base import db
from app.core.documents.tables.tables import Table
from app.core.errors import DomainError, RuleBroken
from app.core.gs1 import gtin_problem, normalise_gtin
from app.core.text import fold_line
from catalog.models import Certificate, Product, Trademark
from catalog.product_import.columns import Column, RowSaid, column_of, read_row
from catalog.product_import.pictures import PictureArchive
from catalog.products.pictures import MAX_ALT, MAX_PICTURES
from catalog.products.services import ProductData, text_values

STEP = 500
_BESIDE = frozenset({Column.TRADEMARK, Column.CERTIFICATES, Column.PICTURES, Column.PICTURE_TEXTS})


class RowState(StrEnum):
    NEW = "new"
    THERE = "there"
    WRONG = "wrong"


@dataclass(slots=True)
class JudgedRow:
    """line: in the file. values: as kept, None where the row is wrong. faults: each names its column as `field`."""

    line: int
    cells: tuple[str, ...]
    name: str = ""
    state: RowState = RowState.WRONG
    values: dict[str, Any] | None = None
    certificate_ids: tuple[int, ...] = ()
    pictures: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    faults: list[DomainError] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """What the catalogue holds: folded names of the facility's products, numbers of bar codes, its papers by what they
    are called; and what the rows before have taken.
    """

    names: set[str]
    gtins: set[str]
    marks: Mapping[str, list[int]]
    papers: Mapping[str, list[int]]
    archive: PictureArchive
    names_before: set[str] = field(default_factory=set)


def judge_rows(
    facility_id: int, table: Table, archive: PictureArchive, told: Callable[[int], None]
) -> list[JudgedRow]:
    """Every row. told: is called with the number of rows judged, now and then."""
    columns = [column_of(heading) for heading in table.headings]
    known = _known(facility_id, columns, table, archive)
    judged = []
    for number, (line, cells) in enumerate(table.rows, start=1):
        judged.append(_judged(JudgedRow(line, cells), read_row(columns, cells), known))
        if number % STEP == 0:
            told(number)
    return judged


def names_there(facility_id: int) -> set[str]:
    """The folded names of the facility's products."""
    return {
        fold_line(name)
        for name in db.session.scalars(select(Product.name_vi).where(Product.facility_id == facility_id))
    }


def gtins_there(gtins: Iterable[str]) -> set[str]:
    """Those of the numbers that a product has."""
    found: set[str] = set()
    wanted = sorted(set(gtins))
    for start in range(0, len(wanted), STEP):
        query = select(Product.gtin).where(Product.gtin.in_(wanted[start : start + STEP]))
        found.update(code for code in db.session.scalars(query) if code)
    return found


def _judged(row: JudgedRow, said: RowSaid, known: Known) -> JudgedRow:
    row.name = said.values.get(Column.NAME, "")
    row.faults = list(said.faults)
    folded = fold_line(row.name)
    if folded in known.names:
        row.state = RowState.THERE
        return row
    if folded and folded in known.names_before:
        row.faults.append(RuleBroken("import_name_twice", Column.NAME))
    known.names_before.add(folded)
    _read_beside(row, said, known)
    values = _texts(row, said)
    if values and values["gtin"] in known.gtins:
        row.faults.append(RuleBroken("gtin_taken", Column.GTIN))
    if row.faults or values is None:
        return row
    known.gtins.update({values["gtin"]} - {None})
    row.values = values | {"trademark_id": _one(known.marks, said, Column.TRADEMARK)}
    row.state = RowState.NEW
    return row


def _texts(row: JudgedRow, said: RowSaid) -> dict[str, Any] | None:
    """The values as kept; what they refuse joins the faults, each once."""
    typed = {str(column): value for column, value in said.values.items() if column not in _BESIDE}
    try:
        return text_values(ProductData(**({"name_vi": "", "group": ""} | typed)))
    except RuleBroken as error:
        told = {fault.field for fault in row.faults}
        row.faults += [each for each in (error, *error.also) if each.field not in told]
        return None


def _read_beside(row: JudgedRow, said: RowSaid, known: Known) -> None:
    """Papers and pictures, with their faults."""
    row.faults += (
        list(_missing(known.marks, [said.values[Column.TRADEMARK]], Column.TRADEMARK))
        if (Column.TRADEMARK in said.values)
        else []
    )
    numbers = said.values.get(Column.CERTIFICATES, ())
    row.faults += list(_missing(known.papers, numbers, Column.CERTIFICATES))
    row.certificate_ids = tuple(
        {known.papers[key][0] for name in numbers if (key := fold_line(name)) in known.papers}
    )
    pairs = _pairs(said.values.get(Column.PICTURES, ()), said.values.get(Column.PICTURE_TEXTS, ()))
    row.pictures, row.texts = tuple(name for name, _text in pairs), tuple(text for _name, text in pairs)
    if len(row.pictures) > MAX_PICTURES:
        row.faults.append(RuleBroken("picture_limit", Column.PICTURES, limit=MAX_PICTURES))
        return
    if any(len(text) > MAX_ALT for text in row.texts):
        row.faults.append(RuleBroken("too_long", Column.PICTURE_TEXTS, limit=MAX_ALT))
    for name in row.pictures:
        try:
            known.archive.check(name)
        except RuleBroken as fault:
            row.faults.append(RuleBroken(fault.code, Column.PICTURES, **fault.params))


def _pairs(names: Sequence[str], texts: Sequence[str]) -> list[tuple[str, str]]:
    """Each picture with the text at its place."""
    both = zip_longest(names, texts[: len(names)], fillvalue="")
    return [(name, text) for name, text in both if name]


def _missing(there: Mapping[str, list[int]], names: Iterable[str], column: Column) -> Iterator[RuleBroken]:
    for name in names:
        found = there.get(fold_line(name), [])
        if len(found) != 1:
            yield RuleBroken("import_paper_several" if found else "import_paper_unknown", column, name=name)


def _one(there: Mapping[str, list[int]], said: RowSaid, column: Column) -> int | None:
    return there[fold_line(said.values[column])][0] if column in said.values else None


def _known(
    facility_id: int, columns: Sequence[Column | None], table: Table, archive: PictureArchive
) -> Known:
    place = columns.index(Column.GTIN) if Column.GTIN in columns else None
    typed = [cells[place].replace(" ", "") for _line, cells in table.rows] if place is not None else []
    gtins = {normalise_gtin(text) for text in typed if text and not gtin_problem(text)}
    marks = db.session.scalars(select(Trademark).where(Trademark.facility_id == facility_id))
    papers = db.session.scalars(select(Certificate).where(Certificate.facility_id == facility_id))
    return Known(
        names=names_there(facility_id),
        gtins=gtins_there(gtins),
        marks=_by_name(
            (mark.id, (mark.name, mark.registration_number, mark.application_number)) for mark in marks
        ),
        papers=_by_name((paper.id, (paper.number,)) for paper in papers),
        archive=archive,
    )


def _by_name(rows: Iterable[tuple[int, tuple[str, ...]]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, names in rows:
        for name in {fold_line(name) for name in names if name}:
            found.setdefault(name, []).append(key)
    return found
