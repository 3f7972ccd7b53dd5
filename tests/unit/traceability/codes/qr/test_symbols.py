import io
import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.core.documents.qr import Level, QrError, Symbol, page_symbol, print_symbol, svg
from traceability.codes.qr.reader import _text
from traceability.codes.qr.symbols import minimum_side_mm, png, read_all, read_back

ADDRESS = "https://tieubieu.example.vn/t/S8K2M4NP6QRTVWXYZ012"
printable = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x1EF9, exclude_categories=("C", "Z")),
    min_size=1,
    max_size=90,
)
ascii_text = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=300)


def refusal(call, *args, **kwargs):
    with pytest.raises(QrError) as caught:
        call(*args, **kwargs)
    return caught.value.code


@settings(max_examples=40, deadline=None)
@given(ascii_text, st.sampled_from(Level), st.sampled_from([print_symbol, page_symbol]))
def test_symbol_is_read_back_by_two_decoders(text, level, draw):
    assert read_back(draw(text, level).image(3)) == text


@settings(max_examples=15, deadline=None)
@given(printable)
def test_symbol_of_vietnamese_text_is_utf_8_without_a_character_set_header(text):
    assert read_back(print_symbol(text).image(2)) == text


def test_symbol_of_a_large_version_is_read_back():
    text = ADDRESS + "?" + "a1B2-" * 380
    symbol = print_symbol(text, Level.L)
    assert symbol.size > 17 + 4 * 27
    assert read_back(symbol.image(2)) == text


@pytest.mark.parametrize(("payload", "modules", "side"), [("x", 21, 11.484), (ADDRESS, 33, 16.236)])
def test_symbol_knows_its_least_size_on_paper(payload, modules, side):
    symbol = print_symbol(payload)
    assert (symbol.size, round(minimum_side_mm(symbol), 3)) == (modules, side)


@pytest.mark.parametrize("draw", [print_symbol, page_symbol])
def test_symbol_refuses_what_cannot_be_encoded(draw):
    assert refusal(draw, "") == "payload_empty"
    assert refusal(draw, "a\nb") == "payload_unprintable"
    assert refusal(draw, "a" * 5000) == "payload_too_long"


def test_runs_rebuild_the_modules():
    symbol = print_symbol(ADDRESS)
    rebuilt = bytearray(symbol.size**2)
    for x, y, length in symbol.runs():
        rebuilt[y * symbol.size + x : y * symbol.size + x + length] = b"\1" * length
    assert bytes(rebuilt) == symbol.modules


def test_svg_is_one_scalable_picture_with_a_name_and_a_quiet_zone():
    root = ET.fromstring(svg(ADDRESS, 'Mã QR của <lô> "A"'))
    name = "{http://www.w3.org/2000/svg}"
    side = page_symbol(ADDRESS).size + 8
    assert root.get("viewBox") == f"0 0 {side} {side}"
    assert root.get("role") == "img"
    assert [child.tag for child in root] == [f"{name}title", f"{name}path", f"{name}path"]
    assert root[0].text == 'Mã QR của <lô> "A"'
    assert root[2].get("d").startswith("M4 4h7v1h-7z")


def test_svg_holds_no_inline_style():
    assert "style" not in svg(ADDRESS, "x")


def test_png_is_read_by_a_decoder():
    picture = Image.open(io.BytesIO(png(ADDRESS, scale=5)))
    assert picture.size == ((page_symbol(ADDRESS).size + 8) * 5,) * 2
    assert read_back(picture) == ADDRESS


def test_png_with_a_logo_is_read_by_a_telephone():
    logo = Image.new("RGBA", (60, 60), (160, 20, 30, 255))
    picture = Image.open(io.BytesIO(png(ADDRESS, level=Level.Q, logo=logo)))
    centre = picture.width // 2
    assert picture.getpixel((centre, centre)) == (160, 20, 30)
    assert zxingcpp.read_barcode(picture).text == ADDRESS


def test_png_refuses_a_logo_that_endangers_reading():
    logo = Image.new("RGB", (9, 9))
    assert refusal(png, ADDRESS, level=Level.M, logo=logo) == "logo_needs_level"
    assert refusal(png, ADDRESS, level=Level.H, logo=logo, logo_share=0.21) == "logo_too_large"


def test_png_that_cannot_be_read_with_its_logo_is_refused(monkeypatch):
    monkeypatch.setattr("traceability.codes.qr.symbols.MAX_LOGO_SHARE", 0.9)
    assert refusal(png, ADDRESS, level=Level.Q, logo=Image.new("RGB", (9, 9)), logo_share=0.8) == "unreadable"


@pytest.mark.parametrize("place", [(9, 9), (16, 20), (32, 32), (8, 3), (0, 28)])
def test_read_back_refuses_a_symbol_with_one_wrong_module(place):
    x, y = place
    picture = print_symbol(ADDRESS).image(4)
    shade = 255 - picture.getpixel(((4 + x) * 4 + 1, (4 + y) * 4 + 1))
    ImageDraw.Draw(picture).rectangle(
        ((4 + x) * 4, (4 + y) * 4, (4 + x) * 4 + 3, (4 + y) * 4 + 3), fill=shade
    )
    assert zxingcpp.read_barcode(picture).text == ADDRESS
    assert refusal(read_back, picture) == "unreadable"


def test_read_back_refuses_two_readings(monkeypatch):
    monkeypatch.setattr("traceability.codes.qr.symbols.read_modules", lambda _image: "another text")
    assert refusal(read_back, print_symbol(ADDRESS).image()) == "read_differs"


@pytest.mark.parametrize("shade", [0, 255])
def test_read_back_refuses_a_picture_without_a_symbol(shade):
    assert refusal(read_back, Image.new("L", (200, 200), shade)) == "unreadable"


def test_read_all_finds_every_symbol_of_a_sheet_in_order():
    sheet = Image.new("L", (900, 600), 255)
    for n, place in enumerate([(0, 0), (450, 0), (0, 300)]):
        sheet.paste(print_symbol(f"{ADDRESS}?{n}").image(5), place)
    assert read_all(sheet) == [f"{ADDRESS}?{n}" for n in range(3)]


def test_symbol_rows_are_top_down():
    assert Symbol("", Level.M, 2, bytes([1, 0, 0, 1])).row(1) == bytes([0, 1])


def test_symbol_with_blocks_of_unequal_length_is_read_back():
    assert read_back(print_symbol("x" * 58, Level.Q).image(2)) == "x" * 58


@pytest.mark.parametrize(
    "data", ["f000", "40", "4ff0", "4014"], ids=["unknown mode", "no length", "cut short", "half a character"]
)
def test_broken_segments_are_no_text(data):
    assert _text(bytes.fromhex(data), 1) is None
