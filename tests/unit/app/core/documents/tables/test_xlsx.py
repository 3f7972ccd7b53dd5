"""XLSX files that only the second reader opens: what it does not tell is read beside it."""

import io
import re
import zipfile
from datetime import timedelta
from enum import StrEnum

import openpyxl
import pytest
import python_calamine

from app.core.documents.tables.tables import TableForm, read_table
from app.core.documents.tables.workbooks import read_sheets
from app.core.documents.tables.xlsx import forms_in_xlsx
from app.core.errors import RuleBroken


def book():
    """Two sheets; of the first B2 is 12 %, B3 7.5 % by a form of its own, B4 a plain 0.5, row 5 hidden."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Sổ"
    for line in (["Lô", "Ẩm"], ["A", 0.12], ["B", 0.075], ["C", 0.5], ["D", 9], ["E", "=1+1"]):
        sheet.append(line)
    sheet["B2"].number_format, sheet["B3"].number_format = "0%", '0.0%" ẩm"'
    sheet["B4"].number_format = '0.00" %"'
    sheet.row_dimensions[5].hidden = True
    made.create_sheet("Sau").append(["x"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def patched(change, part="xl/styles.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            text = old.read(item)
            new.writestr(item, change(text) if item.filename == part else text)
    return out.getvalue()


def only_for_the_second(text):
    """The styles with a fill that the first reader stumbles over."""
    return re.sub(rb"<fill>.*?</fill>", b"<fill/>", text, count=1)


def test_second_reader_gives_what_the_first_gives():
    by_first, by_second = (read_sheets(data, 50) for data in (book(), patched(only_for_the_second)))
    sheet = by_second[0]
    assert [(number, cells[:2]) for number, cells in by_first[0].lines] == sheet.lines
    assert (by_first[0].hidden, [one.name for one in by_second]) == (1, ["Sổ", "Sau"])
    assert [cells[1] for _line, cells in sheet.lines] == ["Ẩm", "12%", "7,5%", "0,5", "#=B6"]
    assert ([line for line, _cells in sheet.lines], sheet.hidden) == ([1, 2, 3, 4, 6], 1)


def test_rows_and_cells_without_a_place_are_behind_the_last():
    def bare(text):
        return re.sub(rb' r="[A-Z]?[0-9]+"', b"", text)

    forms = forms_in_xlsx(patched(bare, "xl/worksheets/sheet1.xml"), 50, 10)
    assert forms["Sổ"].shares == {(2, 1), (3, 1)}
    assert (forms["Sổ"].hidden, forms["Sổ"].texts) == ({5}, {(6, 1): "#=B6"})


def test_names_with_prefixes_are_read():
    def prefixed(text):
        text = text.replace(b"xmlns=", b"xmlns:x=")
        return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", text)

    forms = forms_in_xlsx(patched(prefixed, "xl/worksheets/sheet1.xml"), 50, 10)
    assert (forms["Sổ"].shares, forms["Sổ"].hidden) == ({(2, 1), (3, 1)}, {5})


def test_sheet_whose_form_cannot_be_read_is_left_out():
    cut = patched(lambda text: text[:-20], "xl/worksheets/sheet1.xml")
    assert list(forms_in_xlsx(cut, 50, 10)) == ["Sau"]
    assert forms_in_xlsx(patched(lambda text: text[:-20], "xl/workbook.xml"), 50, 10) == {}
    assert forms_in_xlsx(b"PK", 50, 10) == {}


def test_no_more_is_looked_at_than_the_lines_that_are_read():
    (form, _after) = forms_in_xlsx(book(), 2, 2).values()
    assert (form.shares, form.hidden, form.texts) == ({(2, 1)}, frozenset(), {})
    assert forms_in_xlsx(book(), 50, 1)["Sổ"].shares == frozenset()


class PanicException(BaseException):
    """As a compiled reader raises it where it gives up."""


def broken_by(fault):
    class Workbook:
        @staticmethod
        def from_filelike(_file):
            raise fault

    return Workbook


def test_reader_that_gives_up_is_a_refusal_in_words(monkeypatch):
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", broken_by(PanicException("index out of bounds")))
    with pytest.raises(RuleBroken) as refusal:
        read_sheets(patched(only_for_the_second), 50)
    assert (refusal.value.code, refusal.value.field) == ("sheet_unreadable", "file")
    assert [sheet.name for sheet in read_sheets(book(), 50)] == ["Sổ", "Sau"]


def test_what_ends_the_program_is_no_refusal(monkeypatch):
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", broken_by(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        read_sheets(patched(only_for_the_second), 50)


def file_of(change):
    made = openpyxl.Workbook()
    change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_cells_are_what_a_person_would_type():
    def fill(sheet):
        sheet.append([True, False, timedelta(hours=26, minutes=5), "nhiều"])
        sheet["D1"].number_format = "0%"

    ((_line, cells),) = read_sheets(file_of(fill), 10)[0].lines
    assert cells[:5] == ["x", "không", "26:05", "nhiều", ""]


def test_a_merged_cell_leaves_empty_rows_empty():
    def fill(sheet):
        for line in (["Lô", "Tên"], ["L1", "a"], [None, "b"], [None, None], [None, "c"], [None, "d"]):
            sheet.append(line)
        sheet.merge_cells("A2:A5")

    lines = [cells[:2] for _line, cells in read_sheets(file_of(fill), 10)[0].lines]
    assert lines == [["Lô", "Tên"], ["L1", "a"], ["L1", "b"], ["", ""], ["L1", "c"], ["", "d"]]


def test_no_more_lines_of_a_text_file_are_read_than_asked():
    assert read_sheets(b"a,b\n1,2\n3,4\n", 2)[0].lines == [(1, ["a", "b"]), (2, ["1", "2"])]


class Column(StrEnum):
    LOT = "lot"


def test_a_file_whose_sheets_are_all_hidden_is_refused_for_it():
    hidden = patched(lambda text: text.replace(b'state="visible"', b'state="hidden"'), "xl/workbook.xml")
    form = TableForm(lambda text: Column.LOT if text == "Lô" else None, [Column.LOT], 10, 100_000, 1_000)
    assert read_table(book(), form).headings == ("Lô", "Ẩm")
    with pytest.raises(RuleBroken, match="sheet_none_visible at file"):
        read_table(hidden, form)
