"""What ISO 19005-2 asks for; no validator is among the Debian packages, so its rules are checked one by one."""

import io
import re
from datetime import UTC, datetime

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from app.core.documents.archive import About, archived, srgb_profile
from catalog.awards.certificate_pdf import certificate_pdf
from tests.unit.catalog.awards.test_certificate_pdf import SHEET

ABOUT = About(
    "Giấy chứng nhận X", "Sở Công Thương", "Nước mắm - Cơ sở A", datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
)


@pytest.fixture(scope="module")
def data() -> bytes:
    return archived(certificate_pdf(SHEET), ABOUT)


@pytest.fixture
def document(data):
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def test_same_document_gives_the_same_bytes(data):
    assert archived(certificate_pdf(SHEET), ABOUT) == data


def test_metadata_claim_the_standard_and_agree_with_the_information(document):
    meta, info = document.open_metadata(), document.trailer.Info
    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
    assert (meta["dc:title"], meta["dc:creator"], meta["dc:description"]) == (
        str(info.Title),
        [str(info.Author)],
        str(info.Subject),
    )
    assert (meta["xmp:CreateDate"], str(info.CreationDate)) == (
        "2026-05-01T08:30:00+00:00",
        "D:20260501083000+00'00'",
    )
    assert "/Filter" not in document.Root.Metadata


def test_output_intent_holds_an_rgb_display_profile(document):
    (intent,) = document.Root.OutputIntents
    profile = intent.DestOutputProfile
    assert (str(intent.S), int(profile.N), profile.read_bytes()) == ("/GTS_PDFA1", 3, srgb_profile())
    assert (srgb_profile()[8], srgb_profile()[12:20]) == (4, b"mntrRGB ")


def test_every_font_is_embedded_symbolic_with_one_table_and_its_own_widths(document):
    fonts = [font for page in document.pages for font in page.Resources.Font.values()]
    for font in fonts:
        program = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        (table,) = program["cmap"].tables
        scale = 1000 / program["head"].unitsPerEm
        wrong = [
            code
            for code, width in enumerate(font.Widths, start=int(font.FirstChar))
            if code in table.cmap and abs(float(width) - program["hmtx"][table.cmap[code]][0] * scale) > 1
        ]
        assert (int(font.FontDescriptor.Flags) & 4, "/Encoding" in font, wrong) == (4, False, [])
        assert "/ToUnicode" in font
    assert sorted(str(font.BaseFont).partition("+")[2] for font in fonts) == [
        "SourceSansPro-Bold", "SourceSansPro-It", "SourceSansPro-Regular", "SourceSansPro-Semibold",
    ]  # fmt: skip


def test_nothing_that_the_standard_forbids(document, data):
    contents = b"".join(page.Contents.read_bytes() for page in document.pages)
    assert re.findall(rb"/(JavaScript|JS|AA|OpenAction|Encrypt|SMask|EmbeddedFiles|Launch)\b", data) == []
    assert re.findall(rb"/(ca|CA|BM)\b", data) == []
    assert re.findall(rb"\bgs\b| k\n| K\n", contents) == []  # no graphics state, no CMYK
    assert b"/LZWDecode" not in data
    assert re.search(rb"[^\n\r]endstream", data) is None
    assert len(document.trailer.ID) == 2
