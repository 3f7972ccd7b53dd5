"""Labels on rolls: exact pages as PDF, and bitmaps in a thermal printer's own dots."""

import base64
import binascii
import io
import re
import zlib

import pypdf
import pypdfium2
import pytest
from PIL import Image

from app.core.documents.qr import Level
from traceability.codes.qr.symbols import read_all
from traceability.labels.layout.drawing import Label, draw_sheet
from traceability.labels.layout.sheets import ROLLS, SHEETS, Sheet, SheetError, get_sheet, is_roll
from traceability.labels.layout.trial_page import draw_test_page
from traceability.labels.layout.zpl import zpl

ADDRESS = "https://tieubieu.example.vn/t/S8K2M4NP6QRTVWXYZ0"
LINES = ("Nước mắm Thuận Hưng", "Lô NM-0411", "HSD 29/11/2027", "S8K2-M4NP-6QRT-VWXY-Z012")
_FORMAT = re.compile(
    rb"\^XA\^PW(\d+)\^LL(\d+)\^LH0,0\^FO0,0\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS\^PQ1\^XZ\n"
)


def some(count):
    return [Label(f"{ADDRESS}{n:02}", LINES) for n in range(count)]


def printed(data):
    """The picture that a printer makes of one format."""
    width, height, total, sent, across, packed, crc = _FORMAT.fullmatch(data).groups()
    bits = zlib.decompress(base64.b64decode(packed, validate=True))
    assert len(bits) == int(total) == int(sent) == int(across) * int(height)
    assert int(crc, 16) == binascii.crc_hqx(packed, 0)
    black = Image.frombytes("1", (int(across) * 8, int(height)), bytes(byte ^ 0xFF for byte in bits))
    return black.crop((0, 0, int(width), int(height))).convert("L")


@pytest.mark.parametrize("name", sorted(ROLLS))
def test_page_of_a_roll_is_one_row_in_exact_size_and_every_code_is_read(name):
    sheet = SHEETS[name]
    wanted = some(sheet.columns + 1)
    run = draw_sheet(wanted, sheet)
    assert run.pages == 2
    box = pypdf.PdfReader(io.BytesIO(run.pdf)).pages[0].mediabox
    assert [round(float(side) * 25.4 / 72, 2) for side in (box.width, box.height)] == list(sheet.page_mm)
    page = pypdfium2.PdfDocument(run.pdf)[0].render(scale=300 / 72).to_pil()
    assert read_all(page) == [label.payload for label in wanted[: sheet.columns]]


def test_roll_prints_in_whole_dots_and_is_read():
    sheet = SHEETS["roll-50x30"]
    found = list(zpl(some(3), sheet, dpi=203))
    pictures = [printed(data) for data in found]
    assert [picture.size for picture in pictures] == [(400, 240)] * 3  # 50 and 30 mm at 8 dots a millimetre
    assert [read_all(picture) for picture in pictures] == [[label.payload] for label in some(3)]
    assert {value for value, count in enumerate(pictures[0].histogram()) if count} == {0, 255}


def test_row_of_three_holds_three_codes_and_the_last_row_the_rest():
    found = list(zpl(some(4), SHEETS["roll-3x35x22"], dpi=300))
    assert [len(read_all(printed(data))) for data in found] == [3, 1]


def test_code_whose_modules_no_dots_make_is_refused():
    with pytest.raises(SheetError) as refused:
        list(zpl(some(1), SHEETS["roll-3x35x22"], dpi=203, level=Level.Q))
    assert refused.value.code == "code_too_large"


def test_sheet_of_many_rows_is_no_roll():
    with pytest.raises(SheetError) as refused:
        list(zpl(some(1), SHEETS["a4-65"]))
    assert refused.value.code == "sheet_no_roll"
    own = {"columns": 1, "rows": 1, "label_mm": [70, 40], "margin_mm": [1, 0], "page_mm": [72, 40]}
    assert is_roll(get_sheet(own))
    assert not is_roll(get_sheet(own | {"page_mm": [210, 297]}))


@pytest.mark.parametrize("name", ["roll-40x30", "roll-3x35x22", "a4-65"])
def test_code_is_broken_between_its_groups_alone(name):
    run = draw_sheet(some(1), SHEETS[name])
    words = pypdf.PdfReader(io.BytesIO(run.pdf)).pages[0].extract_text().split()
    groups = [word for word in words if re.fullmatch(r"(?:[0-9A-Z]{4}-?)+", word)]
    assert "".join(groups) == "S8K2-M4NP-6QRT-VWXY-Z012"


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_page_to_try_a_printer_has_the_frames_of_its_labels(name):
    sheet = SHEETS[name]
    pdf = draw_test_page(sheet, "https://tieubieu.example.vn")
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil()
    assert [round(side * 25.4 / 300) for side in page.size] == [round(side) for side in sheet.page_mm]
    numbers = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split()
    assert {str(number) for number in range(1, sheet.labels + 1)} <= set(numbers)
    assert read_all(page) == ["https://tieubieu.example.vn"]


def test_trial_sheet_of_labels_too_small_for_a_code_has_frames_alone():
    for side, found in ((60, ["https://tieubieu.example.vn"]), (12, [])):
        sheet = Sheet("own", columns=2, rows=2, label_mm=(side, side), margin_mm=(10, 10))
        page = pypdfium2.PdfDocument(draw_test_page(sheet, "https://tieubieu.example.vn"))[0]
        assert read_all(page.render(scale=300 / 72).to_pil()) == found, side
