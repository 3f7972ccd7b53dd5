from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from catalog.mark.drawing import HEIGHT, WIDTH, Mark, mark_pdf, mark_svg

MARK = Mark(
    "CNNT-75-2026-0001", "CẤP TỈNH", 2026, "https://tieubieu.example.vn/giay-chung-nhan/CNNT-75-2026-0001"
)


def picture(data, scale):
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        image = page.render(scale=scale).to_pil()
        page.close()
    return image


@pytest.mark.parametrize("black", [False, True])
@pytest.mark.parametrize("width_mm", [40, 25])
def test_mark_is_read_at_its_size_and_at_the_smallest_allowed(black, width_mm):
    printed = picture(
        mark_pdf(MARK, black=black), 300 / 72 * width_mm / WIDTH
    )  # a printer of 300 dots an inch
    assert [found.text for found in zxingcpp.read_barcodes(printed)] == [MARK.url]


def test_mark_page_has_the_size_of_the_mark():
    with pypdfium2.PdfDocument(mark_pdf(MARK)) as document:
        size = [round(points / 72 * 25.4, 1) for points in document.get_page_size(0)]
    assert size == [WIDTH, HEIGHT]


def test_mark_holds_outlines_only_and_repeats_its_bytes():
    svg = mark_svg(MARK).decode()
    assert ("<text" in svg, "font" in svg, "href" in svg) == (False, False, False)
    assert (mark_svg(MARK), mark_pdf(MARK)) == (mark_svg(MARK), mark_pdf(MARK))


def test_black_mark_has_one_ink():
    svg = mark_svg(MARK, black=True).decode()
    assert {part.split('"')[0] for part in svg.split('fill="')[1:]} == {"#000000", "#ffffff"}


def test_demonstration_mark_differs():
    assert mark_svg(replace(MARK, demonstration=True)) != mark_svg(MARK)


def test_long_number_stays_inside_the_frame():
    image = picture(mark_pdf(replace(MARK, number="DEMO-CNNT-75-2026-000000000000001")), 4).convert("L")
    beside = image.crop((9, int(image.height * 0.85), 11, int(image.height * 0.95)))
    assert set(beside.tobytes()) == {255}
