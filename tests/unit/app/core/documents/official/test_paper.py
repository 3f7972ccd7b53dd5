"""The officials' form, with the measures of Decree 30/2020, Annex I, read back from the files made."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pypdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from app.core.documents.official.docx import paper_docx
from app.core.documents.official.paper import (
    Annex,
    Column,
    Grid,
    Heading,
    Paper,
    Signer,
    Text,
    basis_lines,
    recipient_lines,
)
from app.core.documents.official.pdf import paper_pdf
from app.core.documents.official.typeface import missing_letters, true_type, typeface_path

POINT = 72 / 25.4
PAPER = Paper(
    issuer="Hội đồng bình chọn",
    parent="UBND tỉnh Khánh Hòa",
    sign="BB-HĐBC",
    number=5,
    place="Khánh Hòa",
    day=date(2026, 2, 5),
    title="Quyết định",
    about="Về việc công nhận sản phẩm",
    blocks=[
        *basis_lines(["Căn cứ Luật A", "Căn cứ Thông tư B;"]),
        Text("Công nhận 18 sản phẩm.", lead="Điều 1."),
        Heading("I. Danh sách"),
        Grid(
            [Column("TT", 5), Column("Điểm", 10, "right")],
            [["Thủ công mỹ nghệ", ""], *([str(n), "78,25"] for n in range(60))],
            frozenset({0}),
        ),
    ],
    signers=[Signer("CHỦ TỊCH", "Trần Thị Bích Ngọc", power="TM. HỘI ĐỒNG")],
    recipients=["Như trên", "Sở Công Thương;", "Lưu: VT, HĐBC"],
    annexes=[Annex("Danh sách", "(Kèm theo Quyết định số 44/QĐ-UBND)", [Text("Một dòng.")], wide=True)],
    made_at=datetime(2026, 2, 5, 3, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return paper_pdf(PAPER)


@pytest.fixture(scope="module")
def office():
    return docx.Document(io.BytesIO(paper_docx(PAPER)))


def lines_of(pdf: bytes, page: int) -> dict[str, tuple[float, float, float, float]]:
    """Text of each line with its left, bottom, right and top in millimetres."""
    found = {}
    text_page = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    for number in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(number)
        found[text_page.get_text_bounded(left, bottom, right, top).strip()] = tuple(
            round(value / POINT, 1) for value in (left, bottom, right, top)
        )
    return found


def test_same_paper_gives_the_same_bytes(pdf):
    assert (paper_pdf(PAPER) == pdf, paper_docx(PAPER) == paper_docx(PAPER)) == (True, True)


def test_pdf_is_made_to_keep_with_every_face_inside(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    fonts = {
        font["/BaseFont"].partition("+")[2]: "/FontFile2" in font["/FontDescriptor"]
        for page in reader.pages
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
    }
    assert fonts == {
        "TeXGyreTermes-Regular": True,
        "TeXGyreTermes-Bold": True,
        "TeXGyreTermes-Italic": True,
    }
    assert "pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_first_line_of_the_text_begins_at_the_left_margin_and_indents_its_first_line(pdf):
    place = next(at for text, at in lines_of(pdf, 0).items() if text.startswith("Điều 1."))
    assert place[0] == pytest.approx(30 + 12.7, abs=0.3)


def test_page_number_stands_in_the_top_margin_from_the_second_page_and_anew_in_each_annex(pdf):
    numbers = [
        [
            text
            for text, (_l, bottom, _r, top) in lines_of(pdf, page).items()
            if bottom > height - 20 and top < height
        ]
        for page, height in enumerate((297, 297, 210))
    ]
    assert numbers == [[], ["2"], []]


def test_number_and_day_are_written_as_the_decree_says():
    assert (PAPER.number_line, PAPER.place_line) == (
        "Số: 05/BB-HĐBC",
        "Khánh Hòa, ngày 05 tháng 02 năm 2026",
    )
    blank = replace(PAPER, number=None, day=None, place="")
    assert (blank.number_line, blank.place_line) == (
        "Số: ……/BB-HĐBC",
        "…………, ngày …… tháng …… năm ………",
    )
    assert replace(PAPER, sign="").number_line == ""


def test_lists_end_as_the_decree_says():
    assert recipient_lines(PAPER.recipients) == ["- Như trên;", "- Sở Công Thương;", "- Lưu: VT, HĐBC."]
    assert [line.text for line in basis_lines(["Luật A", "Thông tư B;"])] == ["Luật A;", "Thông tư B."]


def test_docx_names_times_new_roman_and_has_the_margins(office):
    section = office.sections[0]
    margins = [
        round(side.mm)
        for side in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ]
    assert (office.styles["Normal"].font.name, margins) == ("Times New Roman", [20, 20, 30, 15])
    assert [(round(s.page_width.mm), round(s.page_height.mm)) for s in office.sections] == [
        (210, 297),
        (297, 210),
    ]


def test_docx_counts_pages_in_the_header_from_the_second_page_and_anew_in_each_annex(office):
    for section in office.sections:
        assert section.different_first_page_header_footer
        assert 'instr="PAGE"' in section.header._element.xml
        assert section.first_page_header.paragraphs[0].text == ""
        assert 'w:pgNumType w:start="1"' in section._sectPr.xml


def test_docx_says_what_the_pdf_says(pdf, office):
    text = [paragraph.text for paragraph in office.paragraphs]
    cells = [cell.text for table in office.tables for row in table.rows for cell in row.cells]
    assert ("QUYẾT ĐỊNH" in text, "Điều 1. Công nhận 18 sản phẩm." in text) == (True, True)
    assert cells.count("78,25") == 60
    assert (
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).count("78,25") == 60
    )


def test_letters_that_the_face_lacks_are_drawn_with_another():
    names = "Cơ sở ខ្មែរ Óc Eo"
    pdf = paper_pdf(replace(PAPER, blocks=[Text(names)], annexes=()))
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Khmer" in name for name in fonts)
    office = docx.Document(io.BytesIO(paper_docx(replace(PAPER, blocks=[Text(names)], annexes=()))))
    assert names in [paragraph.text for paragraph in office.paragraphs]


def test_head_of_a_table_comes_again_on_each_page(pdf, office):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert [page.count("TT") for page in pages[:2]] == [1, 1]
    assert "w:tblHeader" in office.tables[1].rows[0]._tr.xml


@pytest.mark.parametrize("file", ["regular", "bold", "italic"])
def test_typeface_keeps_its_widths_and_sets_all_of_vietnamese(file):
    before, after = TTFont(str(typeface_path(file))), TTFont(io.BytesIO(true_type(file)))
    widths = [
        {letter: font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in "AaMWđƯệ.1 "}
        for font in (before, after)
    ]
    assert widths[0] == widths[1]
    assert missing_letters("ĂÂĐÊÔƠƯăâđêôơưẮẤẾỐỚỨỆỘỢỰỹỵĨĩŨũ–…“”⁄₫", file) == ""


def test_typeface_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr("app.core.documents.official.typeface.find_spec", lambda _name: None)
    with pytest.raises(FileNotFoundError, match="rinoh-typeface-texgyretermes"):
        typeface_path("regular")


def test_widths_are_those_of_times():
    font = TTFont(io.BytesIO(true_type("regular")))
    assert {c: font["hmtx"][font.getBestCmap()[ord(c)]][0] for c in "AaMW.1n"} == {
        "A": 722, "a": 444, "M": 889, "W": 944, ".": 250, "1": 500, "n": 500,
    }  # fmt: skip


def filled(lines: int) -> Paper:
    """Text that ends at any height of a page, then a small table under its heading, a last sentence, the signature."""
    rows = [[f"hàng {number}", "78,25"] for number in range(8)]
    blocks = [
        *(Text(f"Dòng {number}.") for number in range(lines)),
        Heading("II. Bảng nhỏ"),
        Grid([Column("TT", 5), Column("Điểm", 10)], rows),
        Text("Câu cuối."),
    ]
    return replace(PAPER, blocks=blocks, annexes=[])


def test_small_table_and_signature_are_whole_wherever_the_page_ends():
    apart = []
    for lines in range(8, 30):
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper_pdf(filled(lines)))).pages]
        table = [[part in page for part in ("II. Bảng nhỏ", "hàng 0", "hàng 7")] for page in pages]
        foot = [["Câu cuối." in page, "Trần Thị Bích Ngọc" in page] for page in pages]
        whole = all(len(set(found)) == 1 for found in [*table, *foot])
        apart += [] if whole else [lines]
    assert apart == []


def test_docx_keeps_rows_small_tables_and_the_last_sentence_with_what_follows():
    office = docx.Document(io.BytesIO(paper_docx(filled(3))))
    table = next(one for one in office.tables if one.cell(0, 0).text == "TT")
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [True] * 8 + [None]
    rows = [row for one in office.tables for row in one.rows]
    assert [row._tr.trPr.xpath("w:cantSplit") == [] for row in rows] == [False] * len(rows)
    last = next(one for one in office.paragraphs if one.text == "Câu cuối.")
    assert last.paragraph_format.keep_with_next is True


def test_head_of_a_long_table_is_not_left_behind_in_docx(office):
    table = next(one for one in office.tables if one.cell(0, 0).text == "TT")
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [True] + [None] * 61


LETTER = replace(
    PAPER, title="", about="V/v nộp hồ sơ", signers=[], annexes=[], to=["UBND tỉnh", "Sở Công Thương"],
    blocks=[Text("Kính đề nghị xem xét.")],
)  # fmt: skip


def words_of_docx(paper):
    made = docx.Document(io.BytesIO(paper_docx(paper)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in made.paragraphs), *"\n".join(cells).split("\n")]


def words_of_pdf(paper):
    return [
        line.strip()
        for page in pypdf.PdfReader(io.BytesIO(paper_pdf(paper))).pages
        for line in page.extract_text().splitlines()
    ]


@pytest.mark.parametrize("words_of", [words_of_docx, words_of_pdf])
def test_letter_to_several_has_no_title_and_lists_them_and_its_copies(words_of):
    words = words_of(LETTER)
    told = [
        "V/v nộp hồ sơ",
        "Kính gửi:",
        "- UBND tỉnh;",
        "- Sở Công Thương.",
        "Nơi nhận:",
        "- Lưu: VT, HĐBC.",
    ]
    assert [line for line in told if line not in words] == []
    assert [line for line in words if "QUYẾT ĐỊNH" in line or "CHỦ TỊCH" in line] == []


@pytest.mark.parametrize("words_of", [words_of_docx, words_of_pdf])
def test_annex_alone_begins_on_the_first_page_without_a_head(words_of):
    alone = replace(PAPER, title="", about="", blocks=[], annexes=[*PAPER.annexes, *PAPER.annexes])
    words = words_of(alone)
    assert [line for line in words if line][:2] == ["Phụ lục", "DANH SÁCH"]
    assert (words.count("Phụ lục"), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words) == (2, False)
