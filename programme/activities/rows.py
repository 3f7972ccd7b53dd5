"""One activity as the cells of a row: its columns and what stands in them. Pure.

A spreadsheet and the pages that ask for one or fifteen are read alike. Headings and words in Vietnamese and English,
with or without accents.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.core.errors import RuleBroken
from app.core.text import control_characters, fold, fold_line, nfc
from app.core.typed_values import read_day, read_whole
from programme.activities.rules import HIGHEST_SUM

MAX_ROWS = 1_000
LONGEST = 500


class Column(StrEnum):
    KIND = "kind"
    TITLE = "title"
    STARTS = "starts_on"
    ENDS = "ends_on"
    PROVINCE = "unit"
    COMMUNE = "commune"
    NUMBER = "number"
    OTHER = "other"
    FACILITIES = "facilities"
    TRADEMARKS = "trademarks"
    DOCUMENT = "document"
    PLACE = "place"
    ORGANISER = "organiser"
    PRINT = "print_run"
    WOMEN = "women"
    MINORITY = "minority"
    POOR = "poor"
    PLANNED_NATIONAL = "planned_national"
    PLANNED_LOCAL = "planned_local"
    PLANNED_OWN = "planned_own"
    USED_NATIONAL = "used_national"
    USED_LOCAL = "used_local"
    USED_OWN = "used_own"


HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.KIND: ("Loại hoạt động", "Kind of activity", "Loại"),
    Column.TITLE: ("Tên hoạt động", "Title", "Nội dung"),
    Column.STARTS: ("Từ ngày", "From", "Ngày", "Day"),
    Column.ENDS: ("Đến ngày", "Until"),
    Column.PROVINCE: ("Tỉnh, thành phố", "Province"),
    Column.COMMUNE: ("Xã, phường", "Commune", "Xã, phường, đặc khu"),
    Column.NUMBER: ("Số lượng", "Number"),
    Column.OTHER: ("Số lượng khác", "Other numbers"),
    Column.FACILITIES: ("Cơ sở", "Facilities", "Cơ sở thụ hưởng"),
    Column.TRADEMARKS: ("Nhãn hiệu được hỗ trợ", "Supported trademarks", "Nhãn hiệu"),
    Column.DOCUMENT: ("Chứng từ", "Document"),
    Column.PLACE: ("Địa điểm", "Place"),
    Column.ORGANISER: ("Đơn vị tổ chức", "Organiser"),
    Column.PRINT: ("Đợt in", "Print run"),
    Column.WOMEN: ("Nữ", "Women"),
    Column.MINORITY: ("Dân tộc thiểu số", "Ethnic minorities"),
    Column.POOR: ("Xã nghèo", "Poor communes"),
    Column.PLANNED_NATIONAL: ("Khuyến công quốc gia, kế hoạch", "National money, planned"),
    Column.PLANNED_LOCAL: ("Khuyến công địa phương, kế hoạch", "Local money, planned"),
    Column.PLANNED_OWN: ("Cơ sở đối ứng, kế hoạch", "Own money, planned"),
    Column.USED_NATIONAL: ("Khuyến công quốc gia, đã dùng", "National money, used"),
    Column.USED_LOCAL: ("Khuyến công địa phương, đã dùng", "Local money, used"),
    Column.USED_OWN: ("Cơ sở đối ứng, đã dùng", "Own money, used"),
}
"""Column -> its heading in Vietnamese, in English, and other accepted names."""
NEEDED = (Column.KIND, Column.TITLE, Column.STARTS)
NUMBERS = frozenset({Column.NUMBER, Column.WOMEN, Column.MINORITY, Column.POOR} | {
    column for column in Column if column.startswith(("planned_", "used_"))
})  # fmt: skip
_COLUMNS = {fold(name): column for column, names in HEADINGS.items() for name in names}


@dataclass(frozen=True, slots=True)
class RowSaid:
    """What a row says by column, and every fault of it, each with its column as the field."""

    values: Mapping[Column, Any]
    faults: Sequence[RuleBroken] = field(default=())


def column_of(heading: str) -> Column | None:
    return _COLUMNS.get(fold_line(heading))


def read_row(columns: Sequence[Column | None], cells: Sequence[str]) -> RowSaid:
    """The cells of a row under the given columns."""
    values: dict[Column, Any] = {}
    faults: list[RuleBroken] = []
    for column, cell in zip(columns, cells, strict=False):
        text = nfc(cell).strip()
        if column is None or not text:
            continue
        try:
            values[column] = _READERS.get(column, _text)(text)
        except RuleBroken as fault:
            faults.append(RuleBroken(fault.code, column, **fault.params))
    asked = {fault.field for fault in faults}
    faults += [
        RuleBroken("fill_in", column) for column in NEEDED if column not in values and column not in asked
    ]
    return RowSaid(values, faults)


def _text(text: str) -> str:
    if len(text) > LONGEST:
        raise RuleBroken("too_long", limit=LONGEST)
    if names := control_characters(text):
        raise RuleBroken("control_characters", names=", ".join(names[:3]))
    return text


def whole(text: str) -> int:
    """A whole number from nought; with marks of thousands or without. Raises RuleBroken whole_number."""
    try:
        number = read_whole(text)
    except RuleBroken:
        raise RuleBroken("whole_number") from None
    if not 0 <= number <= HIGHEST_SUM:
        raise RuleBroken("whole_number")
    return number


def _others(text: str) -> tuple[tuple[str, int], ...]:
    """As in "gian hàng: 4; máy: 2"."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, mark, number = part.rpartition(":")
        if not mark or not name.strip():
            raise RuleBroken("other_numbers")
        found.append((name.strip(), whole(number.strip())))
    return tuple(found)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _text(text).split(";") if part.strip()))


_READERS: Mapping[Column, Callable[[str], Any]] = {
    Column.STARTS: read_day,
    Column.ENDS: read_day,
    Column.OTHER: _others,
    Column.FACILITIES: _names,
    Column.TRADEMARKS: _names,
    **dict.fromkeys(NUMBERS, whole),
}


def days_of(values: Mapping[Column, Any]) -> tuple[date, date]:
    """First and last day; one alone is both."""
    first: date = values[Column.STARTS]
    return first, values.get(Column.ENDS, first)
