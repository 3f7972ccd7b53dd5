"""A table of diary entries of a workshop: its columns and the content of each row. Knows no database.
Headings and words are read in Vietnamese and English, with or without accents; an amount that two people
could read in two ways ("1.500") is refused, not guessed.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.core.documents.tables.workbooks import unsolved_cell
from app.core.errors import RuleBroken
from app.core.text import control_characters, fold, fold_line, nfc
from app.core.typed_values import read_day, read_number, read_time, typed_number
from traceability.diary.entries.measures import KINDS_OF, MEASURES, Measure
from traceability.enums import UNITS, EventKind, is_amount

MAX_ROWS = 300


class Column(StrEnum):
    LOT = "lot"
    PRODUCT = "product"
    KIND = "kind"
    DAY = "day"
    TIME = "time"
    QUANTITY = "quantity"
    UNIT = "unit"
    INPUTS = "inputs"
    PARTY = "party"
    PLACE = "place"
    TEMPERATURE = "temperature"
    HUMIDITY = "humidity"
    MOISTURE = "moisture"
    PH = "ph"
    SALT = "salt"
    BAUME = "baume"
    BRIX = "brix"
    SINCE = "since"
    RESULT = "result"
    NOTE = "note"
    PUBLIC = "public"
    CONFIRMED = "confirmed"


HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.LOT: ("Mã lô", "Lot code", "Lô", "Lot"),
    Column.PRODUCT: ("Sản phẩm", "Product"),
    Column.KIND: ("Việc", "What was done", "Công việc", "Act"),
    Column.DAY: ("Ngày", "Day", "Date"),
    Column.TIME: ("Giờ", "Time"),
    Column.QUANTITY: ("Số lượng", "Quantity"),
    Column.UNIT: ("Đơn vị tính", "Unit", "Đơn vị"),
    Column.INPUTS: ("Nguyên liệu đã dùng", "What went in", "Nguyên liệu"),
    Column.PARTY: ("Bên giao hoặc bên nhận", "From or to whom"),
    Column.PLACE: ("Nơi", "Place", "Where"),
    Column.TEMPERATURE: ("Nhiệt độ, °C", "Temperature, °C", "Nhiệt độ", "Temperature"),
    Column.HUMIDITY: ("Độ ẩm, %", "Humidity, %", "Độ ẩm", "Humidity"),
    Column.MOISTURE: ("Độ ẩm của hàng, %", "Moisture of the goods, %", "Độ ẩm sản phẩm", "Moisture"),
    Column.PH: ("pH", "pH value", "Độ pH"),
    Column.SALT: ("Độ mặn, g/L", "Salt, g/L", "Độ mặn", "Salt"),
    Column.BAUME: ("Độ Baumé, °Bé", "Baumé, °Bé", "Độ Bé", "Baume"),
    Column.BRIX: ("Độ Brix, °Bx", "Brix, °Bx", "Độ Brix", "Brix"),
    Column.SINCE: ("Từ ngày", "Since"),
    Column.RESULT: ("Kết quả", "Result"),
    Column.NOTE: ("Ghi chú", "Note"),
    Column.PUBLIC: ("Hiện công khai", "Shown to the public"),
    Column.CONFIRMED: (
        "Lý do vẫn ghi",
        "Reason to write it down all the same",
        "Lý do",
        "Reason for saving it anyway",
    ),
}
"""Column -> its heading in Vietnamese, in English, and other accepted names."""
NEEDED = (Column.LOT, Column.KIND, Column.DAY)
KIND_WORDS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.RECEIVE: ("Nhận hàng", "Receive", "Nhận", "Nhập", "Nhận nguyên liệu", "Received"),
    EventKind.MAKE: ("Sản xuất từ nguyên liệu", "Make from inputs", "Sản xuất", "Chế biến", "Produced"),
    EventKind.DRY: ("Phơi, sấy", "Dry", "Phơi", "Sấy", "Phơi sấy", "Dried"),
    EventKind.FERMENT: ("Ủ, lên men", "Ferment or age", "Ủ", "Lên men", "Ủ chượp", "Fermented"),
    EventKind.CHECK: ("Kiểm tra", "Check", "Kiểm", "Checked", "Kiểm tra chất lượng"),
    EventKind.FILL: ("Chiết rót, dán nhãn", "Fill and label", "Chiết rót", "Đóng chai", "Dán nhãn", "Filled"),
    EventKind.PACK: ("Đóng gói", "Pack", "Đóng thùng", "Packed"),
    EventKind.SHIP: ("Xuất hàng", "Ship", "Giao hàng", "Gửi hàng", "Shipped"),
    EventKind.SELL: ("Bán", "Sell", "Bán lẻ", "Bán hàng", "Sold", "Đã bán"),
    EventKind.TAKE_BACK: ("Nhận lại hàng", "Take back", "Nhận lại", "Hàng trả lại", "Taken back"),
    EventKind.DESTROY: ("Tiêu hủy", "Destroy", "Hủy", "Destroyed"),
}
"""Kind -> its word in Vietnamese, in English, and what else is understood."""
_UNIT_WORDS = {
    "tonne": "tấn", "tonnes": "tấn", "litre": "lít", "litres": "lít", "l": "lít", "piece": "cái", "pieces": "cái",
    "bottle": "chai", "bottles": "chai", "box": "hộp", "boxes": "hộp", "pack": "gói", "packs": "gói", "bag": "túi",
    "bags": "túi", "carton": "thùng", "cartons": "thùng", "set": "bộ", "sets": "bộ",
}  # fmt: skip
_UNITS = {fold(unit): unit for unit in UNITS} | _UNIT_WORDS
_YES = {"dat": True, "passed": True, "khong dat": False, "not passed": False, "failed": False}
_SHOWN = {"co": True, "yes": True, "x": True, "khong": False, "no": False}
_KEPT = frozenset({EventKind.DRY, EventKind.FERMENT})
_MEASURED = {
    Column(measure.field): frozenset(kind for kind, readings in KINDS_OF.items() if reading in readings)
    for reading, measure in MEASURES.items()
}
_ONLY_FOR: Mapping[Column, frozenset[EventKind]] = _MEASURED | {
    Column.SINCE: _KEPT,
    Column.INPUTS: frozenset({EventKind.MAKE}),
    Column.RESULT: frozenset({EventKind.CHECK}),
}
_COLUMNS = {fold(name): column for column, names in HEADINGS.items() for name in names}
_KINDS = {fold(word): kind for kind, words in KIND_WORDS.items() for word in words} | {
    str(kind): kind for kind in KIND_WORDS
}
_UNIT_IN_HEAD = re.compile(r"\s*\(([^()]*)\)\s*$")
_DAY_AND_TIME = re.compile(r"(\S+)[ T](\d{1,2}:\d{2}(?::\d{2})?)")
_INPUT = re.compile(r"([A-Za-z0-9-]+)(?:\s*[:=]\s*([0-9.,]+)\s*([^0-9]*))?")


@dataclass(frozen=True, slots=True)
class InputSaid:
    code: str
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(slots=True)
class RowSaid:
    """What a row says. values: column -> value; a cell that is empty or wrong is left out. faults: what is wrong,
    each with its column as `field`.
    """

    values: dict[Column, Any] = field(default_factory=dict)
    faults: list[RuleBroken] = field(default_factory=list)

    def get(self, column: Column, other: Any = "") -> Any:
        return self.values.get(column, other)


def column_of(heading: str) -> Column | None:
    """The column that a heading names, also with its unit in brackets: `Số lượng (kg)`."""
    text = " ".join(heading.rstrip(" *:").split())
    return _COLUMNS.get(fold(text)) or _COLUMNS.get(fold(_UNIT_IN_HEAD.sub("", text)))


def unit_of(heading: str) -> str:
    """The unit that a heading states in brackets; "" where it states none."""
    found = _UNIT_IN_HEAD.search(heading.rstrip(" *:"))
    return _UNITS.get(fold_line(found[1]), "") if found is not None else ""


def read_row(headings: Sequence[str], cells: Sequence[str]) -> RowSaid:
    """A row's cells as values; every cell that cannot be read is a fault."""
    said = RowSaid()
    for heading, text in zip(headings, cells, strict=False):
        column = column_of(heading)
        if column is not None and text:
            _read_cell(said, column, text)
            if column == Column.QUANTITY and (unit := unit_of(heading)):
                said.values.setdefault(Column.UNIT, unit)
    said.faults += _foreign(said)
    said.faults += _missing(said)
    return said


def _foreign(said: RowSaid) -> list[RuleBroken]:
    """Values in columns that do not apply to this kind of entry."""
    kind = said.get(Column.KIND, None)
    if kind is None:
        return []
    return [
        RuleBroken("not_for_kind", column)
        for column in said.values
        if kind not in _ONLY_FOR.get(column, {kind})
    ]


def _missing(said: RowSaid) -> list[RuleBroken]:
    """What is required and neither there nor already faulty."""
    wrong = {fault.field for fault in said.faults}
    return [RuleBroken("required", column) for column in NEEDED if column not in {*said.values, *wrong}]


def _read_cell(said: RowSaid, column: Column, text: str) -> None:
    if cell := unsolved_cell(text):
        said.faults.append(RuleBroken("formula_unsolved", column, cell=cell))
        return
    try:
        if column == Column.DAY and (found := _DAY_AND_TIME.fullmatch(text)) is not None:
            said.values.setdefault(Column.TIME, read_time(found[2]))
            text = found[1]
        said.values[column] = _READERS.get(column, _text)(text)
    except RuleBroken as fault:
        said.faults.append(RuleBroken(fault.code, column, **fault.params))


def _percent(text: str) -> Decimal:
    """`12%`, `12`; a bare number below 1 may be a share ("0,12" for 12 %) and is asked about."""
    if text.endswith("%"):
        return read_number(text[:-1])
    value = read_number(text)
    if 0 < value < 1:
        raise RuleBroken("percent_unclear", share=typed_number(value * 100), plain=typed_number(value))
    return value


def _amount(text: str) -> Decimal:
    value = read_number(text)
    if not is_amount(value):
        raise RuleBroken("quantity_form")
    return value


def _reading(measure: Measure, read: Callable[[str], Decimal]) -> Callable[[str], Decimal]:
    def value_of(text: str) -> Decimal:
        value = read(text)
        if not measure.takes(value):
            raise RuleBroken("reading_range", low=measure.low, high=measure.high)
        return value

    return value_of


def row_key(said: RowSaid, number: int) -> str:
    """The client id of the row's entry: the same content gives the same one, in whichever file.

    number: how many rows of the same words stand before it in its file.
    """
    words = {str(column): fold(str(value)) for column, value in sorted(said.values.items())}
    text = json.dumps([words, number], sort_keys=True, ensure_ascii=False)
    return f"table-{hashlib.sha256(text.encode()).hexdigest()[:40]}"


def _text(text: str) -> str:
    if names := control_characters(text):
        raise RuleBroken("control_characters", names=", ".join(names[:3]))
    return nfc(text)


def _word(words: Mapping[str, Any], code: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        found = words.get(fold_line(text))
        if found is None:
            raise RuleBroken(code)
        return found

    return read


def _inputs(text: str) -> tuple[InputSaid, ...]:
    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    return tuple(_input(part) for part in parts)


def _input(text: str) -> InputSaid:
    found = _INPUT.fullmatch(text)
    if found is None:
        raise RuleBroken("inputs_form")
    code, quantity, unit = found.groups()
    if quantity is None:
        return InputSaid(code.upper())
    return InputSaid(code.upper(), _amount(quantity), _read_unit(unit) if unit.strip() else "")


_read_unit = _word(_UNITS, "unit_unknown")
_READERS: Mapping[Column, Callable[[str], Any]] = {
    Column.KIND: _word(_KINDS, "kind_unknown"),
    Column.DAY: read_day,
    Column.TIME: read_time,
    Column.QUANTITY: _amount,
    Column.UNIT: _read_unit,
    Column.INPUTS: _inputs,
    **{
        Column(measure.field): _reading(measure, _percent if measure.unit == "P1" else read_number)
        for measure in MEASURES.values()
    },
    Column.SINCE: read_day,
    Column.RESULT: _word(_YES, "result_unknown"),
    Column.PUBLIC: _word(_SHOWN, "shown_unknown"),
}
