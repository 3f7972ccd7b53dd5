"""One reader of what is scanned, pasted or typed: what the text is, and the code in it."""

import pytest

from traceability.codes.scan_text import TextKind, read_scan

CODE = "S000000000000001FV5Q"
GTIN = "08938501234568"


@pytest.mark.parametrize(
    "text",
    [CODE, CODE.lower(), "S000-0000-0000-0001-FV5Q", f" https://vi.du/t/{CODE}/ ", f"]Q1https://vi.du/t/{CODE}",
     f"https://vi.du/en/trace/{CODE}?x=1", f"vi.du/truy-xuat/{CODE}", f"]d2{CODE}",
     f"\u2066{CODE}\u2069", "S000\u20140000\u20140000\u20140001\u2014FV5Q"],
)  # fmt: skip
def test_trace_code_is_found(text):
    scan = read_scan(text)
    assert (scan.kind, scan.code) == (TextKind.CODE, CODE)


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("8938501234568", f"(01){GTIN}"),
        ("8-938501-234568", f"(01){GTIN}"),
        (GTIN, f"(01){GTIN}"),
        (f"(01){GTIN}(10)L-77(17)271231", f"(01){GTIN}(10)L-77(17)271231"),
        (f"]d201{GTIN}10L-77\x1d17271231", f"(01){GTIN}(10)L-77(17)271231"),
        (f"\x1d01{GTIN}10L-77", f"(01){GTIN}(10)L-77"),
        (f"(01) {GTIN} (10) L-77", f"(01){GTIN}(10)L-77"),
        (f"(01){GTIN}\u00a0(10)\u200bL\u201377\ufeff", f"(01){GTIN}(10)L-77"),
        (f"01{GTIN}21X1", f"(01){GTIN}(21)X1"),
        (f"https://vi.du/01/{GTIN}/10/L-77?a=b", f"(01){GTIN}(10)L-77"),
        (f"/01/{GTIN}", f"(01){GTIN}"),
        ("https://vi.du/01/8938501234568", f"(01){GTIN}"),
        ("https://id.gs1.org/414/8938501234001", "(414)8938501234001"),
    ],
)
def test_gs1_keys_are_found(text, string):
    scan = read_scan(text)
    assert (scan.kind, scan.link.element_string()) == (TextKind.LINK, string)


def test_key_without_an_address_here_is_told_from_those_that_have_one():
    texts = ("(00)106141412345678908", "(8003)09521234500056", f"(01){GTIN}", "(414)8938501234001", CODE)
    assert [read_scan(text).is_elsewhere for text in texts] == [True, True, False, False, False]


def test_serial_of_a_link_is_a_trace_code_in_either_case():
    for serial in (CODE, CODE.lower()):
        assert read_scan(f"https://vi.du/01/{GTIN}/10/A/21/{serial}").code == CODE
    assert read_scan(f"https://vi.du/01/{GTIN}/21/77").code == ""


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("l-77", "L-77"), (" L 77 ", "L77"), ("\u200bL\u2060-77", "L-77"), ("L\u201377", "L-77"), ("L\u00a077", "L77"),
        ("2026", "2026"), ("L261122-1", "L261122-1"),
    ],
)  # fmt: skip
def test_lot_code_of_a_maker_is_one(text, stored):
    scan = read_scan(text)
    assert (scan.kind, scan.lot_code) == (TextKind.LOT_CODE, stored)


@pytest.mark.parametrize(
    "text", ["S000-0000-0000-0001", "S000 0000 0000 0001 FV5", "S00000000000000001FV5QX", CODE[:-1]]
)
def test_trace_code_with_characters_missing_or_too_many_is_incomplete(text):
    assert read_scan(text).kind == TextKind.INCOMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xin chào",
        "https://vi.du/san-pham/x y",
        f"(01){GTIN[:-1]}9",
        "(10",
        "]Q1",
        "https://vi.du/01/123",
        "x" * 400,
    ],
)
def test_other_texts_are_no_code_of_this_register(text):
    scan = read_scan(text)
    assert (scan.kind, scan.code, scan.link) == (TextKind.OTHER, "", None)


def test_barcode_number_with_a_wrong_digit_may_be_a_lot_code():
    assert read_scan("8938501234569").kind == TextKind.LOT_CODE
