import io
from decimal import Decimal

import openpyxl

from app.core.documents import spreadsheets
from app.core.documents.spreadsheets import LongWorkbook, Sheet, SheetColumn, workbook

COLUMNS = [SheetColumn("A"), SheetColumn("B", 30)]


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_workbook_keeps_formulas_links_and_numbers_as_the_text_they_are():
    odd = ["=1+1", "+84 901", "@SUM(A1)", "https://example.org", "007", "mailto:a@b.c"]
    sheet = read(
        workbook([Sheet("S", [], COLUMNS, [[text, None] for text in odd])], title="t", author="a")
    ).active
    cells = [sheet.cell(row, 1) for row in range(2, 8)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        (text, "s", None) for text in odd
    ]


def test_workbook_writes_decimals_and_whole_numbers_as_numbers():
    sheet = read(
        workbook([Sheet("S", ["Tên"], COLUMNS, [[Decimal("76.25"), 3]])], title="t", author="a")
    ).active
    assert ([sheet.cell(4, n).value for n in (1, 2)], sheet["A1"].value) == ([76.25, 3], "Tên")


def test_workbook_names_sheets_as_the_format_allows():
    names = [
        "Chế biến nông, lâm, thủy sản và thực phẩm",
        "Chế biến nông, lâm, thủy sản và thực tế",
        "a/b:c",
        "'[]*",
    ]
    book = read(workbook([Sheet(name, [], COLUMNS, []) for name in names], title="t", author="a"))
    assert book.sheetnames == [
        "Chế biến nông, lâm, thủy sản và",
        "Chế biến nông, lâm, thủy sản 2",
        "a b c",
        "-",
    ]


def test_printed_head_is_whole_and_comes_again_on_each_page():
    """Of 12 letters a line: Điểm trung | bình của hội | đồng."""
    columns = [SheetColumn("STT"), SheetColumn("Điểm trung bình của hội đồng", 12)]
    sheet = read(workbook([Sheet("S", ["Tên"], columns, [["1", "2"]])], title="t", author="a")).active
    assert (sheet.row_dimensions[3].height, sheet.print_title_rows) == (48, "$3:$3")
    assert [cell.alignment.wrap_text for cell in sheet[3]] == [True, True]


def test_workbook_repeats_its_bytes():
    sheets = [Sheet("S", ["x"], COLUMNS, [["a", 1]])]
    assert workbook(sheets, title="t", author="a") == workbook(sheets, title="t", author="a")


def long_workbook(folder, rows):
    out = io.BytesIO()
    book = LongWorkbook(out, folder, "Sản phẩm", COLUMNS, title="t", author="a")
    for row in rows:
        book.add(row)
    book.close()
    return out.getvalue()


def test_what_a_sheet_does_not_hold_goes_on_on_another(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 2)
    rows = [["=1+1", 1], ["Gốm", Decimal("2.5")], [None, 3], ["d", None], ["e", 5]]
    data = long_workbook(tmp_path, rows)
    book = read(data)
    assert book.sheetnames == ["Sản phẩm", "Sản phẩm 2", "Sản phẩm 3"]
    assert [[[cell.value for cell in row] for row in sheet] for sheet in book] == [
        [["A", "B"], ["=1+1", 1], ["Gốm", 2.5]],
        [["A", "B"], [None, 3], ["d", None]],
        [["A", "B"], ["e", 5]],
    ]
    assert (book.worksheets[0]["A2"].data_type, book.worksheets[2].print_title_rows) == ("s", "$1:$1")
    assert data == long_workbook(tmp_path, rows)
    assert list(tmp_path.iterdir()) == []
