"""The columns of a table of products, and what a row says. Headings and words are read in Vietnamese and English, with
or without accents. Knows no database.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from app.core.documents.tables.tables import TableForm
from app.core.documents.tables.workbooks import unsolved_cell
from app.core.errors import RuleBroken
from app.core.text import control_characters, fold, fold_line, nfc
from app.web.forms import LINE_LIMIT
from app.web.i18n import LOCALES, translate
from catalog.enums import ProductGroup
from catalog.forms import LongText, ShortText
from catalog.labels import PRODUCT_GROUPS

MAX_ROWS = 20_000
MAX_BYTES = 20_000_000
MAX_TEXT = 60_000_000


class Column(StrEnum):
    """Named as the fields of `ProductData` and of a picture."""

    NAME = "name_vi"
    NAME_EN = "name_en"
    GROUP = "group"
    IS_SET = "is_set"
    DESCRIPTION = "description_vi"
    DESCRIPTION_EN = "description_en"
    MATERIALS = "materials"
    DIMENSIONS = "dimensions"
    NET_CONTENT = "net_content"
    SHELF_LIFE = "shelf_life"
    STANDARD = "standard"
    SAFETY_NOTE = "safety_note"
    WHERE_SOLD = "where_sold"
    GTIN = "gtin"
    TRADEMARK = "trademark_id"
    CERTIFICATES = "certificate_ids"
    PICTURES = "pictures"
    PICTURE_TEXTS = "alt_vi"


HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: ("Tên sản phẩm", "Product name", "Tên", "Name", "Sản phẩm", "Product"),
    Column.NAME_EN: ("Tên tiếng Anh", "Name in English"),
    Column.GROUP: ("Nhóm sản phẩm", "Product group", "Nhóm", "Group"),
    Column.IS_SET: ("Là bộ sản phẩm", "Is a set", "Bộ sản phẩm"),
    Column.DESCRIPTION: ("Mô tả", "Description", "Mô tả sản phẩm"),
    Column.DESCRIPTION_EN: ("Mô tả tiếng Anh", "Description in English"),
    Column.MATERIALS: ("Nguyên liệu", "Made of", "Thành phần", "Materials"),
    Column.DIMENSIONS: ("Kích thước", "Sizes", "Quy cách"),
    Column.NET_CONTENT: ("Khối lượng tịnh", "Net content", "Định lượng", "Dung tích"),
    Column.SHELF_LIFE: ("Hạn sử dụng", "Shelf life"),
    Column.STANDARD: ("Tiêu chuẩn áp dụng", "Standards", "Tiêu chuẩn"),
    Column.SAFETY_NOTE: ("Cảnh báo an toàn", "Safety warnings"),
    Column.WHERE_SOLD: ("Nơi bán", "Where it is sold"),
    Column.GTIN: ("Mã GTIN", "GTIN", "Mã vạch", "Bar code"),
    Column.TRADEMARK: ("Nhãn hiệu", "Trademark"),
    Column.CERTIFICATES: ("Giấy chứng nhận", "Certificates", "Số giấy chứng nhận"),
    Column.PICTURES: ("Ảnh", "Pictures", "Hình ảnh", "Tệp ảnh"),
    Column.PICTURE_TEXTS: ("Mô tả ảnh", "What the pictures show", "Chú thích ảnh"),
}
"""Column -> its heading in Vietnamese, in English, and other accepted names."""
NEEDED = (Column.NAME, Column.GROUP)
LISTS = frozenset({Column.CERTIFICATES, Column.PICTURES, Column.PICTURE_TEXTS})
"""Several values in one cell, with semicolons between them."""
YES, NO = ("Có", "Yes"), ("Không", "No")
_FLAGS = {fold(word): True for word in (*YES, "x", "true", "1")} | {
    fold(word): False for word in (*NO, "0", "false")
}
_COLUMNS = {fold(name): column for column, names in HEADINGS.items() for name in names}
_LIMITS = dict.fromkeys(
    (Column.MATERIALS, Column.SAFETY_NOTE, Column.WHERE_SOLD, *LISTS), ShortText.limit
) | dict.fromkeys((Column.DESCRIPTION, Column.DESCRIPTION_EN, Column.PICTURE_TEXTS), LongText.limit)
_LINES = re.compile(r"\s*\n\s*")
_BETWEEN = re.compile(r";?[ \t]*\n\s*|;")
_ESCAPED = re.compile(r"\\([;\\])")
_HIDDEN, _SHOWN = {";": "\0", "\\": "\1"}, {0: ";", 1: "\\"}
"""Control characters are refused before."""


@dataclass(slots=True)
class RowSaid:
    """What a row says. values: column -> value; a cell that is empty or wrong is left out. faults: what is wrong,
    each with its column as `field`.
    """

    values: dict[Column, Any] = field(default_factory=dict)
    faults: list[RuleBroken] = field(default_factory=list)


def column_of(heading: str) -> Column | None:
    """The column that a heading names, whatever its case and marks."""
    return _COLUMNS.get(fold_line(heading.rstrip(" *:")))


FORM = TableForm(column_of, NEEDED, MAX_ROWS, MAX_BYTES, MAX_TEXT)


def read_row(columns: Sequence[Column | None], cells: Sequence[str]) -> RowSaid:
    """A row's cells as values; every cell that cannot be read is a fault."""
    said = RowSaid()
    for column, text in zip(columns, cells, strict=False):
        if column is None or not text:
            continue
        try:
            said.values[column] = _read(column, text)
        except RuleBroken as fault:
            said.faults.append(RuleBroken(fault.code, column, **fault.params))
    wrong = {fault.field for fault in said.faults}
    said.faults += [RuleBroken("required", name) for name in NEEDED if name not in {*said.values, *wrong}]
    return said


def in_places(texts: Sequence[str]) -> str:
    """Texts in one cell, each at its place, as they are read back: an empty one, and one that holds a semicolon."""
    return "; ".join(_line(text).replace("\\", "\\\\").replace(";", "\\;") for text in texts)


def _read(column: Column, text: str) -> Any:
    if cell := unsolved_cell(text):
        raise RuleBroken("formula_unsolved", cell=cell)
    limit = _LIMITS.get(column, LINE_LIMIT)
    if len(text) > limit:
        raise RuleBroken("too_long", limit=limit)
    if names := control_characters(text):
        raise RuleBroken("control_characters", names=", ".join(names[:3]))
    return _READERS.get(column, _several if column in LISTS else _text_of(column))(nfc(text))


def _text_of(column: Column) -> Callable[[str], str]:
    return str if column in _LIMITS else _line


def _line(text: str) -> str:
    return _LINES.sub(" ", text)


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;\n]", text) if part.strip())


def _places(text: str) -> tuple[str, ...]:
    """As `_several`, with the empty places: what stands at one place of two cells belongs together."""
    parts = _BETWEEN.split(_ESCAPED.sub(lambda found: _HIDDEN[found[1]], text))
    return tuple(part.strip().translate(_SHOWN) for part in parts)


def _group(text: str) -> str:
    found = _groups().get(fold_line(text))
    if found is None:
        raise RuleBroken("import_group_unknown")
    return found


@cache
def _groups() -> Mapping[str, str]:
    """Each group by its code and by its name in both languages."""
    names = {
        fold(translate(PRODUCT_GROUPS[group], locale)): group for group in ProductGroup for locale in LOCALES
    }
    return {folded: group.value for folded, group in names.items()} | {
        group.value: group.value for group in ProductGroup
    }


def _flag(text: str) -> bool:
    found = _FLAGS.get(fold_line(text))
    if found is None:
        raise RuleBroken("shown_unknown")
    return found


_READERS: Mapping[Column, Callable[[str], Any]] = {
    Column.PICTURES: _places,
    Column.PICTURE_TEXTS: _places,
    Column.GROUP: _group,
    Column.IS_SET: _flag,
    Column.GTIN: lambda text: text.replace(" ", "").removesuffix(",0"),
}
