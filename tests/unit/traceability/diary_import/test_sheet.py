"""What a row of a spreadsheet says: words, amounts, days; what could be read in two ways is refused."""

from datetime import date, time
from decimal import Decimal

import pytest

from app.core.documents.tables.tables import table_of
from app.core.errors import RuleBroken
from traceability.diary_import.rows import (
    HEADINGS,
    KIND_WORDS,
    MAX_ROWS,
    Column,
    InputSaid,
    column_of,
    read_row,
    row_key,
)
from traceability.diary_import.sheet import FORM, MAX_BYTES, read_table
from traceability.enums import EventKind

HEAD = ["Mã lô", "Việc", "Ngày"]


def said(**cells):
    head = [HEADINGS[Column(name)][0] for name in cells]
    return read_row(head, list(cells.values()))


def faults(row):
    return [(fault.code, fault.field) for fault in row.faults]


@pytest.mark.parametrize("column", list(Column))
def test_heading_is_known_in_both_languages(column):
    assert {column_of(f" {name.upper()} * ") for name in HEADINGS[column]} == {column}


@pytest.mark.parametrize("kind", list(KIND_WORDS))
def test_kind_is_known_by_each_word(kind):
    words = (*KIND_WORDS[kind], str(kind))
    assert {said(lot="A", kind=word, day="1/2/2026").values[Column.KIND] for word in words} == {kind}


def test_row_with_everything_is_read():
    row = said(
        lot="nm-01", kind="san xuat", day="2026-11-02", time="8h05", quantity="120", unit="Chai",
        inputs="ca-01: 300,5 kg; MUOI-02 = 100lít; RAU-1", note="Mẻ một", public="không",
    )  # fmt: skip
    assert row.faults == []
    assert row.values == {
        Column.LOT: "nm-01",
        Column.KIND: EventKind.MAKE,
        Column.DAY: date(2026, 11, 2),
        Column.TIME: time(8, 5),
        Column.QUANTITY: Decimal(120),
        Column.UNIT: "chai",
        Column.INPUTS: (
            InputSaid("CA-01", Decimal("300.5"), "kg"),
            InputSaid("MUOI-02", Decimal(100), "lít"),
            InputSaid("RAU-1"),
        ),
        Column.NOTE: "Mẻ một",
        Column.PUBLIC: False,
    }


def test_every_wrong_cell_is_told_at_once():
    row = said(
        kind="nấu", day="31/2/2026", time="25:00", quantity="x", unit="yến", inputs="?", since="hôm qua",
        result="tạm", public="có lẽ", note="a\u200bb",
    )  # fmt: skip
    assert faults(row) == [
        ("kind_unknown", "kind"), ("day_form", "day"), ("time_form", "time"), ("number_form", "quantity"),
        ("unit_unknown", "unit"), ("inputs_form", "inputs"), ("day_form", "since"), ("result_unknown", "result"),
        ("shown_unknown", "public"), ("control_characters", "note"), ("required", "lot"),
    ]  # fmt: skip


def test_time_that_is_none_is_refused():
    assert faults(said(lot="A", kind="Bán", day="1/2/2026", time="sáng")) == [("time_form", "time")]


def test_cell_of_another_kind_is_refused():
    row = said(lot="A", kind="Bán", day="1/2/2026", temperature="31", result="đạt")
    assert faults(row) == [("not_for_kind", "temperature"), ("not_for_kind", "result")]


def test_columns_with_one_meaning_are_refused():
    with pytest.raises(RuleBroken, match="sheet_column_twice") as refused:
        table_of(FORM, [(1, [*HEAD, "Số lượng", "Số lượng (kg)"]), (2, ["A", "Bán", "1/2/2026", "1", "2"])])
    assert refused.value.params == {"first": "Số lượng", "second": "Số lượng (kg)"}


def test_unit_of_a_heading_is_that_of_its_numbers():
    row = read_row([*HEAD, "Số lượng (kg)"], ["A", "Bán", "1/2/2026", "2"])
    assert (row.values[Column.QUANTITY], row.values[Column.UNIT]) == (Decimal(2), "kg")


def test_day_with_an_hour_fills_both():
    row = read_row(HEAD, ["A", "Bán", "1/2/2026 14:30"])
    assert (row.values[Column.DAY], row.values[Column.TIME]) == (date(2026, 2, 1), time(14, 30))


@pytest.mark.parametrize(("text", "value"), [("12%", "12"), ("12", "12"), ("0,5%", "0.5"), ("0", "0")])
def test_percent_is_read(text, value):
    assert said(lot="A", kind="Phơi", day="1/2/2026", humidity=text).values[Column.HUMIDITY] == Decimal(value)


def test_share_that_may_be_a_percent_is_asked_about():
    row = said(lot="A", kind="Phơi", day="1/2/2026", humidity="0,12")
    assert [(fault.code, fault.params) for fault in row.faults] == [
        ("percent_unclear", {"share": "12", "plain": "0,12"})
    ]


def test_table_begins_under_its_headings():
    lines = [(1, ["Sổ tay 2026"]), (2, []), (3, [*HEAD, "", "Của tôi", ""]), (4, []), (7, ["A", "Bán"])]
    table = table_of(FORM, lines)
    assert table.headings == (*HEAD, "", "Của tôi")
    assert table.rows == ((7, ("A", "Bán", "", "", "")),)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([(1, ["Mã lô", "Ngày"]), (2, ["A", "1/2/2026"])], "sheet_columns"),
        ([], "sheet_columns"),
        ([(1, HEAD), (2, ["", "", ""])], "sheet_empty"),
        ([(1, HEAD), *[(n, ["A", "Bán", "1/2/2026"]) for n in range(MAX_ROWS + 1)]], "sheet_too_long"),
    ],
)
def test_table_that_cannot_be_entered_is_refused(lines, code):
    with pytest.raises(RuleBroken, match=code):
        table_of(FORM, lines)


def test_file_over_the_limit_is_not_read():
    with pytest.raises(RuleBroken, match="too_large_bytes"):
        read_table(b"a" * (MAX_BYTES + 1))


def test_missing_columns_are_named():
    with pytest.raises(RuleBroken) as refused:
        table_of(FORM, [(1, ["Mã lô"])])
    assert refused.value.params == {"columns": [Column.KIND, Column.DAY]}


def test_same_words_give_the_same_entry():
    here = said(lot="A", kind="Bán", day="1/2/2026", quantity="1,50")
    there = read_row(["Day", "Lot code", "What was done", "Quantity"], ["2026-02-01", "a", "Sell", "1.50"])
    assert row_key(here, 0) == row_key(there, 0)
    assert (
        len({row_key(here, 0), row_key(here, 1), row_key(said(lot="B", kind="Bán", day="1/2/2026"), 0)}) == 3
    )
