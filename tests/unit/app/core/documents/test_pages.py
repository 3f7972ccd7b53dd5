import io

import pypdf

from app.core.documents import pages

COLUMNS = (pages.Column("TT", 1, "centre"), pages.Column("Tên", 6))


def document(rows, **facts):
    story = [*pages.title("BIÊN BẢN", "Họp"), pages.table(COLUMNS, rows, groups=frozenset({0}))]
    return pages.build(pages.Document("Tên & <b>", "Sở", story, "chân trang", **facts))


def texts(data):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_document_numbers_its_pages_and_repeats_heads_and_banner():
    found = texts(
        document([["Nhóm", ""], *([str(n), f"Sản phẩm {n}"] for n in range(120))], banner="DỰ THẢO")
    )
    assert len(found) > 2
    assert [f"Trang {n}/{len(found)}" in text for n, text in enumerate(found, 1)] == [True] * len(found)
    assert ["TT Tên" in text and "DỰ THẢO" in text for text in found] == [True] * len(found)


def test_document_takes_markup_and_decomposed_text_as_text():
    found = texts(document([["Nhóm", ""], ["1", "<b>Gốm</b> & sơn mài <font"], ["2", "Nước mắm"]]))[0]
    assert ("<b>Gốm</b> & sơn mài <font" in found, "Nước mắm" in found) == (True, True)


def test_document_repeats_its_bytes():
    assert document([["Nhóm", ""]]) == document([["Nhóm", ""]])


def test_wide_document_lies_across():
    box = pypdf.PdfReader(io.BytesIO(document([["Nhóm", ""]], wide=True))).pages[0].mediabox
    assert float(box.width) > float(box.height)


def test_khmer_is_embedded_and_what_no_face_has_is_spelt_out():
    data = document([["Nhóm", ""], ["1", "Bánh pía ខ្មែរ"], ["2", "Gốm 龍"]])
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pypdf.PdfReader(io.BytesIO(data)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Khmer" in name for name in fonts)
    assert "Gốm [U+9F8D]" in texts(data)[0]
