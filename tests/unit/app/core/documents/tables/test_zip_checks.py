"""Zipped workbooks that would take more memory than a table of text is worth are refused before a reader opens them."""

import io
import struct
import zipfile

import openpyxl
import pytest

from app.core.documents.tables.workbooks import read_heads, read_sheets
from app.core.errors import RuleBroken

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
PAGE = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def book():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def with_part(data, name, content, packing=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content, packing)
    return out.getvalue()


def page(rows):
    return with_part(book(), SHEET, PAGE % rows)


@pytest.fixture
def few_cells(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.layout.MOST_CELLS", 20)


@pytest.mark.usefixtures("few_cells")
@pytest.mark.parametrize("read", [read_heads, read_sheets])
@pytest.mark.parametrize(
    ("rows", "is_refused"),
    [
        ('<row r="4"><c r="E4"><v>1</v></c></row>', False),
        ('<row r="5"><c r="E5"><v>1</v></c></row>', True),
        ('<row r="1"><c r="U1"><v>1</v></c></row>', True),
        ('<row r="21"><c><v>1</v></c></row>', True),
        (f'<row r="1">{"<c/>" * 20}<c><v>1</v></c></row>', True),
        (f"{'<row/>' * 20}<row><c><v>1</v></c></row>", True),
        (
            '<row><c r="J1"/><c/><c><f>1</f></c></row><row><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>',
            True,
        ),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="9999"><c r="XFD9999" s="0"/></row>', False),
    ],
)
def test_cells_up_to_the_last_that_says_something_are_counted(read, rows, is_refused):
    if is_refused:
        with pytest.raises(RuleBroken, match="sheet_too_large"):
            read(page(rows), 5)
    else:
        assert len(read(page(rows), 5)) == 1


@pytest.mark.usefixtures("few_cells")
def test_sheets_count_together_whatever_their_parts_are_called():
    data = page('<row r="4"><c r="E4"><v>1</v></c></row>')
    assert len(read_sheets(data, 5)) == 1
    with pytest.raises(RuleBroken, match="sheet_too_large"):
        read_sheets(with_part(data, "xl/media/image1.png", PAGE % "<row><c><v>1</v></c></row>"), 5)


def test_a_text_counts_for_each_cell_that_shows_it(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.layout.MOST_LETTERS", 13)
    texts = "<sst><si><t>chè Tân</t></si><si><r><t>mật</t></r></si></sst>"
    cells = [f'<row><c t="s"><f>1</f><v>{number}</v></c></row>' for number in (0, 1, 1, 0)]
    whole, more = (with_part(page("".join(rows)), TEXTS, texts) for rows in (cells[:3], cells))
    assert len(read_sheets(whole, 5)) == 1
    with pytest.raises(RuleBroken, match="sheet_too_large"):
        read_sheets(more, 5)


@pytest.mark.parametrize(
    ("name", "content", "packing", "code"),
    [
        ("XL/SharedStrings.xml", "<sst/>", zipfile.ZIP_DEFLATED, "sheet_unreadable"),
        ("xl/workbook.bin", "", zipfile.ZIP_DEFLATED, "sheet_other_kind"),
        ("xl/a.txt", "a", zipfile.ZIP_LZMA, "sheet_unreadable"),
        ("xl/a.xml", " " * 5_000 + "<!DOCTYPE a><a/>", zipfile.ZIP_DEFLATED, "sheet_unreadable"),
        ("xl/a", "<!DOCTYPE a><sheetData/>", zipfile.ZIP_DEFLATED, "sheet_unreadable"),
        (SHEET, "<worksheet><sheetData></worksheet>", zipfile.ZIP_DEFLATED, "sheet_unreadable"),
    ],
)
def test_what_the_reader_may_read_otherwise_is_refused(name, content, packing, code):
    with pytest.raises(RuleBroken, match=code):
        read_sheets(with_part(with_part(book(), TEXTS, "<sst/>"), name, content, packing), 5)


def test_a_part_longer_than_it_says_is_measured_in_full(monkeypatch):
    """The list of a ZIP file may name any length; the reader unpacks to the end."""
    monkeypatch.setattr("app.core.documents.tables.zip_checks.MAX_UNPACKED", 20_000)
    data = bytearray(with_part(book(), "xl/a.txt", "a" * 30_000))
    at = data.rindex(b"xl/a.txt") - 46
    assert struct.unpack_from("<I", data, at + 24) == (30_000,)
    struct.pack_into("<I", data, at + 24, 10)
    with pytest.raises(RuleBroken, match="sheet_too_large"):
        read_sheets(bytes(data), 5)
