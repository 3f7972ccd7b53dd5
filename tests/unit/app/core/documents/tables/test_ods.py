"""ODS files of a few letters that stand for very many cells, and what is told of those that are read."""

import io
import zipfile

import pytest

from app.core.documents.tables.ods import forms_in_ods
from app.core.documents.tables.workbooks import read_sheets
from app.core.errors import RuleBroken

ODS = """<?xml version="1.0"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
%s</office:spreadsheet></office:body></office:document-content>"""


def file_of(*tables):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", ODS % "".join(tables))
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def table(name, *rows):
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def row(*cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def share(times=1):
    return (
        f'<table:table-cell office:value-type="percentage" office:value="0.12" table:number-columns-repeated="{times}">'
        "<text:p>12%</text:p></table:table-cell>"
    )


def blank(times):
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def text(said, times=1):
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}"><text:p>{said}</text:p>'
        "</table:table-cell>"
    )


def test_no_more_sheets_are_looked_at_than_are_read(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.ods.MAX_SHEETS", 2)
    found = forms_in_ods(file_of(*(table(name, row(share())) for name in "ABC")), 10, 10)
    assert {name: form.shares for name, form in found.items()} == {"A": {(1, 0)}, "B": {(1, 0)}}


def test_cells_that_are_repeated_count_for_all_sheets_together(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.ods.MOST_PLACES", 12)
    half = row(share(3), times=2)
    assert len(forms_in_ods(file_of(table("A", half), table("B", half)), 10, 10)["B"].shares) == 6
    with pytest.raises(RuleBroken, match="sheet_too_large"):
        forms_in_ods(file_of(table("A", half), table("B", half, row(share()))), 10, 10)


def test_cells_beyond_what_is_read_cost_nothing(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.ods.MOST_PLACES", 4)
    found = forms_in_ods(file_of(table("A", row(share(50), share(50), times=50))), 2, 2)
    assert found["A"].shares == {(1, 0), (1, 1), (2, 0), (2, 1)}


def test_two_sheets_of_one_name_are_refused():
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        read_sheets(file_of(table("A", row(share())), table("A", row(text("x")))), 10)


def test_a_sheet_laid_out_too_large_is_refused_before_the_reader_opens_it(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.layout.MOST_CELLS", 20)
    whole = table("A", row(blank(4), share()), row(blank(5), times=2), row(share()), row(blank(90), times=90))
    (sheet,) = read_sheets(file_of(whole), 10)
    assert sheet.lines == [
        (1, ["", "", "", "", "12%"]), (2, [""] * 5), (3, [""] * 5), (4, ["12%", "", "", "", ""]),
    ]  # fmt: skip
    for tables in (
        [table("A", row(share(21)))],
        [table("A", row(share(), times=21))],
        [table("A", row(blank(20), text("x")))],
        [table("A", row(blank(1), times=20), row(text("x")))],
        [whole, table("B", row(text("x")))],
    ):
        with pytest.raises(RuleBroken, match="sheet_too_large"):
            read_sheets(file_of(*tables), 10)


def test_a_text_counts_for_each_cell_that_shows_it(monkeypatch):
    monkeypatch.setattr("app.core.documents.tables.layout.MOST_LETTERS", 18)
    assert len(read_sheets(file_of(table("A", row(text("chè", 3), times=2))), 10)) == 1
    with pytest.raises(RuleBroken, match="sheet_too_large"):
        read_sheets(file_of(table("A", row(text("chè", 3), times=2), row(text("x")))), 10)


@pytest.mark.parametrize(
    "inner",
    [
        table("B", row(text("x"))),
        row(row(text("x"))),
        row(f"<table:table-cell>{text('x')}</table:table-cell>"),
    ],
)
def test_tables_within_tables_are_refused(inner):
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        read_sheets(file_of(table("A", inner)), 10)


def test_what_is_no_xml_to_the_end_is_refused():
    with pytest.raises(RuleBroken, match="sheet_unreadable"):
        read_sheets(file_of(table("A", row(text("x"))) + "<table:table"), 10)


def test_hidden_rows_are_left_out_and_counted():
    hidden = row(text("B"), times=2).replace("<table:table-row", '<table:table-row table:visibility="filter"')
    (sheet,) = read_sheets(file_of(table("A", row(text("A")), hidden, row(text("C")))), 10)
    assert (sheet.lines, sheet.hidden) == ([(1, ["A"]), (4, ["C"])], 2)


def test_a_merged_cell_says_the_same_in_each_of_its_rows():
    merged = text("Lô 7").replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    rows = [row(merged, text("1")), row(covered, text("2")), row(covered, text("3"))]
    (sheet,) = read_sheets(file_of(table("A", *rows)), 10)
    assert sheet.lines == [(1, ["Lô 7", "1"]), (2, ["Lô 7", "2"]), (3, ["", "3"])]


def test_a_tab_beside_other_marks_of_a_text_is_kept():
    said = 'trà<text:span>  </text:span><text:tab/>sen<text:s text:c="2"/>Tây Hồ'
    found = forms_in_ods(file_of(table("A", row(text(said)))), 10, 10)
    assert found["A"].texts == {(1, 0): "trà  \tsen  Tây Hồ"}
