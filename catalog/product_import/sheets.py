"""Files of products: the template with its drop-downs, all products of a facility, the same table with its errors."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from app.core.documents.tables.tables import Table
from app.core.errors import DomainError, RuleBroken
from app.core.ports import ports
from app.web.i18n import N_, translate
from app.web.messages import message_for
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS
from catalog.models import Facility, Product
from catalog.product_import.columns import HEADINGS, NO, YES, Column, column_of, in_places
from catalog.product_import.judging import JudgedRow, RowState

ERROR_HEADING = N_("Error")
THERE = N_("There already")
MOST_PICTURES = 20_000_000
"""Bytes of pictures in one export: what one import takes."""
_WIDE = {Column.DESCRIPTION: 50, Column.DESCRIPTION_EN: 50, Column.NAME: 32, Column.GROUP: 40}
_PLACE = {"vi": 0, "en": 1}


def head_of(column: Column, locale: str) -> str:
    return HEADINGS[column][_PLACE[locale]]


def template(facility: Facility, locale: str) -> bytes:
    """An empty table with drop-downs for what has few answers."""
    return _book(_marks(facility), (), locale)


def export_archive(facility: Facility, products: Iterable[Product], locale: str) -> bytes:
    """The same table filled, with the pictures beside it, as the import takes it back."""
    out, marks = io.BytesIO(), _marks(facility)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        left = MOST_PICTURES
        rows = []
        for product in products:
            pairs = []
            for number, picture in enumerate(product.pictures, start=1):
                file = _widest(picture.files)
                if left - (size := _size(file)) < 0 or not size:
                    continue
                name = f"{product.slug}-{number}.webp"
                pairs.append((name, picture.alt_vi))
                packed.writestr(f"anh/{name}", ports().files.get(file), zipfile.ZIP_STORED)
                left -= size
            rows.append(_row(product, pairs, locale))
        packed.writestr("san-pham.xlsx", _book(marks, rows, locale))
    return out.getvalue()


def errors_file(facility: Facility, table: Table, rows: Sequence[JudgedRow], locale: str) -> bytes:
    """The table as it came, with a last column that says what is wrong in each row, and the drop-downs of the
    template, so that it can be put right and chosen again.
    """
    own = {translate(ERROR_HEADING, each) for each in _PLACE}
    known = [heading not in own for heading in table.headings]
    head = [heading for heading, keep in zip(table.headings, known, strict=True) if keep]
    body = [
        [*(cell for cell, keep in zip(row.cells, known, strict=True) if keep), faults_text(row, locale)]
        for row in rows
    ]
    words, ranges = _words(_marks(facility), locale)
    known_columns = [column_of(heading) for heading in head]
    columns = [
        SheetColumn(heading, max(10, min(30, len(heading) + 4)), ranges.get(column, "") if column else "")
        for heading, column in zip(head, known_columns, strict=True)
    ]
    errors = SheetColumn(translate(ERROR_HEADING, locale), 60)
    title = translate("Products", locale)
    return workbook([Sheet(title, (), [*columns, errors], body), words], title=title, author="Tiêu Biểu")


def faults_text(row: JudgedRow, locale: str) -> str:
    """What is wrong with a row, in words."""
    if row.state == RowState.THERE:
        return translate(THERE, locale)
    return " ".join(fault_text(fault, locale) for fault in row.faults)


def fault_text(fault: DomainError, locale: str) -> str:
    """One refusal with the name of its column; a code among its values is put into words too."""
    why = fault.params.get("why")
    if why is not None:
        fault = RuleBroken(fault.code, fault.field, **fault.params)
        fault.params["why"] = message_for(RuleBroken(why, **fault.params), locale)
    text = message_for(fault, locale)
    return f"{head_of(Column(fault.field), locale)}: {text}" if fault.field in set(Column) else text


def _marks(facility: Facility) -> list[str]:
    return [mark.name for mark in facility.trademarks]


def _words(marks: Sequence[str], locale: str) -> tuple[Sheet, dict[Column, str]]:
    """The sheet of what may be chosen, and where it has it for each column that has few answers."""
    place = _PLACE[locale]
    words = translate("Words", locale)
    groups = [translate(PRODUCT_GROUPS[group], locale) for group in ProductGroup]
    lists = {Column.GROUP: groups, Column.IS_SET: [YES[place], NO[place]], Column.TRADEMARK: marks}
    columns, ranges = [], {}
    for number, (column, answers) in enumerate(lists.items()):
        letter = "ABC"[number]
        ranges[column] = f"='{words}'!${letter}$2:${letter}${len(answers) + 1}" if answers else ""
        columns.append(SheetColumn(head_of(column, locale), 44 if column == Column.GROUP else 24))
    longest = max(len(answers) for answers in lists.values())
    listed = [
        [answers[line] if line < len(answers) else "" for answers in lists.values()]
        for line in range(longest)
    ]
    return Sheet(words, (), columns, listed), ranges


def _book(marks: Sequence[str], rows: Sequence[Sequence[str]], locale: str) -> bytes:
    words, ranges = _words(marks, locale)
    table = Sheet(
        translate("Products", locale),
        (),
        [
            SheetColumn(head_of(column, locale), _WIDE.get(column, 20), ranges.get(column, ""))
            for column in Column
        ],
        rows,
    )
    return workbook([table, words], title=translate("Products", locale), author="Tiêu Biểu")


def _row(product: Product, pictures: Sequence[tuple[str, str]], locale: str) -> list[str]:
    place = _PLACE[locale]
    texts = {column: str(getattr(product, column) or "") for column in Column if hasattr(product, column)}
    values = texts | {
        Column.GROUP: translate(PRODUCT_GROUPS[ProductGroup(product.group)], locale),
        Column.IS_SET: (YES if product.is_set else NO)[place],
        Column.TRADEMARK: product.trademark.name if product.trademark else "",
        Column.CERTIFICATES: "; ".join(paper.number for paper in product.certificates),
        Column.PICTURES: "; ".join(name for name, _text in pictures),
        Column.PICTURE_TEXTS: in_places([text for _name, text in pictures])
        if any(text for _name, text in pictures)
        else "",
    }
    return [values[column] for column in Column]


def _widest(files: dict[str, str]) -> str:
    return files[max((name for name in files if name.isdigit()), key=int)]


def _size(name: str) -> int:
    """In bytes; 0 for a picture that the store has lost."""
    try:
        return ports().files.size(name)
    except DomainError:
        return 0
