"""Workbooks as offices write them: the form of a cell, formulas, sheets, damage, other formats."""

import io
import json
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner

from app.core.errors import RuleBroken
from traceability.diary_import.cli import checked, diary
from traceability.diary_import.sheet import read_table

HEAD = ["Mã lô", "Việc", "Ngày", "Số lượng", "Đơn vị", "Độ ẩm, %"]
ODS = """<?xml version="1.0"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Nhật ký">%s</table:table></office:spreadsheet></office:body></office:document-content>"""


def book(*rows, before=None):
    made = openpyxl.Workbook()
    if before is not None:
        made.active.title = "Bìa"
        made.active.append(["Sổ của xưởng"])
        made.active.sheet_state = before
        made.create_sheet("Sổ").append(HEAD)
    else:
        made.active.append(HEAD)
    for row in rows:
        made.worksheets[-1].append(row)
    return made


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def patched(data, part, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            text = old.read(item)
            new.writestr(item, change(text) if item.filename == part else text)
    return out.getvalue()


def row(data):
    found = checked(data)
    assert found["errors"] == []
    return found["rows"][0]


def test_percent_of_a_cell_is_part_of_its_value():
    made = book(["A", "Phơi", "1/2/2026", 12.5, "kg", 0.12])
    made.active["F2"].number_format = "0%"
    assert row(saved(made))["values"] == {
        "lot": "A", "act": "dry", "day": "2026-02-01", "quantity": "12.5", "unit": "kg", "humidity": "12",
    }  # fmt: skip
    made.active["F2"].number_format = '0.00" %"'
    assert row(saved(made))["errors"][0]["code"] == "percent_unclear"


def test_formula_without_a_stored_result_refuses_its_row_and_names_the_cell():
    found = row(saved(book(["A", "Bán", "1/2/2026", "=2+3", "kg"])))
    assert [(error["column"], error["code"]) for error in found["errors"]] == [
        ("quantity", "formula_unsolved")
    ]
    assert "D2" in found["errors"][0]["message"]


def test_formula_with_a_stored_result_is_its_result():
    data = saved(book(["A", "Bán", "1/2/2026", "=2+3", "kg"]))
    data = patched(
        data,
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b"<v/>", b"<v>5</v>").replace(b"<v></v>", b"<v>5</v>"),
    )
    assert row(data)["values"]["quantity"] == "5"


def test_workbook_with_an_empty_fill_is_read():
    data = saved(book(["A", "Bán", "1/2/2026", 5, "kg"]))
    data = patched(
        data, "xl/styles.xml", lambda text: re.sub(rb"<fill>.*?</fill>", b"<fill/>", text, count=1)
    )
    assert row(data)["values"]["quantity"] == "5"


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_table_is_found_behind_a_cover_sheet(state):
    at = datetime(2026, 2, 1, 14, 30)  # noqa: DTZ001  # a cell has no zone
    found = checked(saved(book(["A", "Bán", at, 5, "kg"], before=state)))
    assert found["sheet"] == "Sổ"
    assert (found["rows"][0]["values"]["day"], found["rows"][0]["values"]["time"]) == ("2026-02-01", "14:30")


def test_table_on_a_hidden_sheet_is_not_taken():
    made = book(["A", "Bán", "1/2/2026", 5, "kg"], before="visible")
    made["Sổ"].sheet_state = "hidden"
    assert checked(saved(made))["errors"][0]["code"] == "sheet_columns"


def test_separator_is_the_one_with_which_the_heading_is_found():
    text = "Mã lô;Việc;Ngày;Ghi chú\nA;Bán;1/2/2026;a, b, c, d, e, f, g\n"
    assert row(text.encode())["values"]["note"] == "a, b, c, d, e, f, g"


def test_ods_is_read():
    cells = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
        for text in HEAD
    )
    values = (
        "<table:table-cell office:value-type='string'><text:p>A</text:p></table:table-cell>"
        "<table:table-cell office:value-type='string'><text:p>Bán</text:p></table:table-cell>"
        "<table:table-cell office:value-type='date' office:date-value='2026-02-01'><text:p>1/2</text:p>"
        "</table:table-cell>"
        "<table:table-cell office:value-type='float' office:value='5.5'><text:p>5,5</text:p></table:table-cell>"
        "<table:table-cell office:value-type='string'><text:p>kg</text:p></table:table-cell>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            ODS % "".join(f"<table:table-row>{cells}</table:table-row>" for cells in (cells, values)),
        )
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    found = checked(out.getvalue())
    assert (found["sheet"], found["errors"]) == ("Nhật ký", [])
    assert found["rows"][0]["values"] == {
        "lot": "A", "act": "sell", "day": "2026-02-01", "quantity": "5.5", "unit": "kg",
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0broken", b"PK\x03\x04broken", b"\x00\x01"])
def test_file_that_is_no_workbook_is_refused(data):
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        read_table(data)


def test_command_tells_what_it_read_and_what_is_wrong_with_the_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Mã lô,Việc,Ngày,Nguyên liệu đã dùng\nA,Sản xuất,1/2/2026,CA-1: 2 kg\n")
    result = CliRunner().invoke(diary, ["check", str(path)])
    (found,) = json.loads(result.stdout)["rows"]
    assert (result.exit_code, found["line"], found["errors"]) == (0, 2, [])
    assert found["values"]["inputs"] == [{"lot": "CA-1", "quantity": "2", "unit": "kg"}]
    path.write_text("a,b\n1,2\n")
    result = CliRunner().invoke(diary, ["check", str(path)])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "Lot code" in json.loads(result.stdout)["errors"][0]["message"]
