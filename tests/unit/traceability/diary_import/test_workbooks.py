"""Workbooks as offices write them: the form of a cell, formulas, sheets, damage, other formats."""

import io
import json
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest
from click.testing import CliRunner

from app.core.documents.tables.workbooks import _spread, _typed, read_sheets
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


def locked_ods():
    """As LibreOffice writes it: the content is no XML, and the manifest says how it was encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", b"\x93\x01\xfe")
        packed.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
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


def test_result_of_a_formula_is_the_number_that_the_program_shows():
    made = book(["A", "Phơi", "1/2/2026", 70.1 + 0.1, "kg", 0.1 + 0.2])
    made.active["F2"].number_format = "0%"
    assert row(saved(made))["values"] == {
        "lot": "A", "act": "dry", "day": "2026-02-01", "quantity": "70.2", "unit": "kg", "humidity": "30",
    }  # fmt: skip


def test_formula_with_a_stored_result_is_its_result():
    data = saved(book(["A", "Bán", "1/2/2026", "=2+3", "kg"]))
    data = patched(
        data,
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b"<v/>", b"<v>5</v>").replace(b"<v></v>", b"<v>5</v>"),
    )
    assert row(data)["values"]["quantity"] == "5"


def test_formula_whose_result_is_an_empty_text_has_a_result():
    made = saved(book(["NM-1", "Phơi", "22/11/2026", '=IF(1,"","x")', None, None]))
    part = "xl/worksheets/sheet1.xml"
    solved = patched(made, part, lambda text: text.replace(b'<c r="D2"><f>', b'<c r="D2" t="str"><f>'))
    assert solved != made
    assert [row(data)["errors"] != [] for data in (made, solved)] == [True, False]


def test_characters_written_by_their_number_are_read():
    made = book(["NM-1", "Phơi", "22/11/2026", None, None, None, "nắng_x000D_\ngió _x0041_ _xD83D_ _x0000_"])
    made.active["G1"] = "Ghi chú"
    assert row(saved(made))["values"]["note"].split() == ["nắng", "gió", "A", "_xD83D_", "_x0000_"]


def test_letters_of_two_bytes_that_were_taken_one_by_one_are_joined_again():
    assert [_typed(text) for text in ("T\0i\0t\0e\0l\0", "Å\0r\0")] == ["Titel", "År"]


@pytest.mark.parametrize("text", ["LO1\0", "a\0b", "\0LO1", "LO\0\0"])
def test_other_letters_of_no_form_stay_so_that_they_are_refused(text):
    assert _typed(text) == text


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


def test_tabs_breaks_and_spans_of_an_ods_cell_are_kept():
    texts = (
        "<text:p>Chè<text:tab/>Tân<text:s text:c='2'/>Cương</text:p>",
        "<text:p>loại 1<text:line-break/>búp</text:p><text:p>non</text:p>",
        "<office:annotation><text:p>hỏi<text:tab/>lại</text:p></office:annotation><text:p>Ổi</text:p>",
    )
    cells = "".join(
        f"<table:table-cell office:value-type='string'>{text}</table:table-cell>" for text in texts
    )
    span = "<table:table-cell office:value-type='time' office:time-value='PT26H05M00S'><text:p>26:05</text:p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml", ODS % f"<table:table-row>{cells}{span}</table:table-cell></table:table-row>"
        )
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    (sheet,) = read_sheets(out.getvalue(), 10)
    assert sheet.lines == [(1, ["Chè\tTân  Cương", "loại 1\nbúp\nnon", "Ổi", "26:05"])]


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0broken", b"PK\x03\x04broken PK\x05\x06", b"\x00\x01"])
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


TCVN3 = "M· l«;ViÖc;Ngµy;Sè l­îng;§¬n vÞ;Ghi chó\nNM-1;§ãng gãi;22/11/2026;120;chai;N­íc m¾m rÊt ngon\n"
VNI = "Maõ loâ;Vieäc;Ngaøy;Soá löôïng;Ñôn vò;Ghi chuù\nNM-1;Ñoùng goùi;22/11/2026;120;chai;Nöôùc maém raát ngon\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TCVN3.encode("latin-1"), "TCVN3 (ABC)"),
        (VNI.encode("latin-1"), "VNI"),
        (
            (
                b"M\xe3 l\xf4;Vi\xaec;Ng\xe0y;S\xaf l\xdf\xfeng;\xd0\xbdn v\xb8;Ghi ch\xfa\n"
                b"NM-1;\xd0\xf3ng g\xf3i;22/11/2026;120;chai;N\xdf\xbec m\xa1m r\xa4t ngon\n"
            ),
            "VISCII",
        ),
        (
            (
                b"M\xe3 l\xf4;Vi\xea\xf2c;Ng\xe0y;S\xf4\xec l\xfd\xf5\xf2ng;\xd0\xf5n vi\xf2;Ghi ch\xfa\n"
                b"NM-1;\xd0\xf3ng g\xf3i;22/11/2026;120;chai;N\xfd\xf5\xecc m\xe3\xecm r\xe2\xect ngon\n"
            ),
            "Windows-1258",
        ),
    ],
    ids=["tcvn3", "vni", "viscii", "windows"],
)
def test_old_vietnamese_encodings_are_recognised_and_told(data, encoding):
    found = checked(data)
    assert (found["errors"], found["encoding"]) == ([], encoding)
    values = found["rows"][0]["values"]
    assert (values["lot"], values["act"], values["quantity"], values["unit"]) == (
        "NM-1",
        "pack",
        "120",
        "chai",
    )
    assert values["note"] == "Nước mắm rất ngon"


def test_cells_in_an_old_font_are_read_as_what_it_showed():
    made = openpyxl.Workbook()
    for line in TCVN3.strip().split("\n"):
        made.active.append(line.split(";"))
    found = checked(saved(made))
    assert (found["errors"], found["encoding"]) == ([], "TCVN3 (ABC)")
    assert found["rows"][0]["values"]["note"] == "Nước mắm rất ngon"


def test_unicode_is_never_read_as_something_else():
    assert "encoding" not in checked(saved(book(["NM-1", "Đóng gói", "22/11/2026", 5, "chai", None])))
    assert "encoding" not in checked("Mã lô;Việc;Ngày\nNM-1;Phơi;22/11/2026\n".encode())


def test_merged_lot_code_is_that_of_each_row_beside_it():
    made = book(
        ["NM-1", "Phơi", "22/11/2026", None, None, None],
        [None, "Đóng gói", "23/11/2026", 5, "chai", None],
        [None, "Xuất hàng", "24/11/2026", 5, "chai", None],
        ["NM-2", "Phơi", "22/11/2026", None, None, None],
    )
    made.active.merge_cells("A2:A4")
    found = checked(saved(made))
    assert [one["values"].get("lot") for one in found["rows"]] == ["NM-1", "NM-1", "NM-1", "NM-2"]


def test_merged_areas_are_followed_no_further_than_the_lines_and_not_without_end():
    lines = [(1, ["NM-1", "Phơi"]), (2, ["", "Đóng gói"]), (3, ["", "Xuất hàng"])]
    assert _spread(lines, [((0, 0), (10**12, 0))])[2] == (3, ["NM-1", "Xuất hàng"])
    lines = [(1, ["NM-1", "Phơi"]), (2, ["", "Đóng gói"])]
    empty, last = ((0, 5), (10**12, 5)), ((0, 0), (1, 0))
    assert _spread(lines, [empty] * 2_000 + [last])[1] == (2, ["", "Đóng gói"])
    assert _spread(lines, [empty] * 1_999 + [last])[1] == (2, ["NM-1", "Đóng gói"])


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Số lượng", -3, "quantity_form"), ("Số lượng", 0, "quantity_form"), ("Số lượng", 1e21, "quantity_form"),
        ("Số lượng", "1234,5678", "quantity_form"), ("Nhiệt độ, °C", 5000, "reading_range"),
        ("Độ ẩm, %", 112, "reading_range"), ("Độ pH", "7,1234", "reading_range"), ("Độ Brix", -1, "reading_range"),
    ],
)  # fmt: skip
def test_values_that_an_entry_cannot_hold_are_told_before_it_is_entered(column, cell, code):
    made = openpyxl.Workbook()
    made.active.append(["Mã lô", "Việc", "Ngày", column])
    act = "Ủ" if column in {"Độ pH", "Độ Brix"} else "Phơi"
    made.active.append(["NM-1", act, "20/11/2026", cell])
    (row,) = checked(saved(made))["rows"]
    assert [fault["code"] for fault in row["errors"]] == [code]
    assert column.startswith("Số") or "Give a value from" in row["errors"][0]["message"]


def test_columns_that_are_not_read_are_named():
    made = openpyxl.Workbook()
    made.active.append(["Mã lô", "Việc", "Ngày", "Độ ẩm không khí (%)", None])
    made.active.append(["NM-1", "Phơi", "20/11/2026", 12, "x"])
    assert checked(saved(made))["unknown_columns"] == ["Độ ẩm không khí (%)"]


def test_hidden_rows_are_left_out_and_counted():
    made = book(*(["NM-1", "Phơi", f"{day}/11/2026", None, None, None] for day in (20, 21, 22)))
    made.active.row_dimensions[3].hidden = True
    found = checked(saved(made))
    assert [one["values"]["day"] for one in found["rows"]] == ["2026-11-20", "2026-11-22"]
    assert found["hidden_rows"] == 1


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"%PDF-1.7\n%%EOF", "sheet_other_kind", "PDF"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "sheet_other_kind", "HTML"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "sheet_other_kind",
            "XML",
        ),
        (b"{\\rtf1 x}", "sheet_other_kind", "RTF"),
        (b"\x09\x04\x06\x00\x00\x00", "sheet_other_kind", "Excel 2–4"),
        (locked_ods(), "sheet_password", "password"),
        (saved(book(["NM-1", "Phơi", "22/11/2026"]))[:-100], "sheet_cut_off", "end of this file"),
    ],
)
def test_refusal_names_the_true_cause(data, code, said):
    (error,) = checked(data)["errors"]
    assert error["code"] == code
    assert said in error["message"]
