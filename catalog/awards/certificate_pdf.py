"""The certificate of recognition as one printable A4 page (landscape)."""

import io
from dataclasses import dataclass
from datetime import date

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.documents.canvas import SetText, draw_modules, draw_text, fit, new_canvas
from app.core.documents.dates import long_date
from app.core.documents.fonts import BOLD, ITALIC, REGULAR, SEMIBOLD, drawn, text_width
from app.core.documents.ornament import draw_corner, draw_drum, draw_rule
from app.core.documents.qr import QUIET_ZONE, print_symbol

PAGE_MM = (297.0, 210.0)

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DEMONSTRATION = (
    "BẢN TRÌNH DIỄN — KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
    "DEMONSTRATION — NOT A VALID CERTIFICATE",
)

_PRODUCT_TOP, _PRODUCT_BOTTOM = 128.0, 67.0  # millimetres from the lower edge of the page
_LEADING = 1.2
_CORNER = 14.6 * mm

_INK = HexColor("#1d1a17")
_QUIET = HexColor("#5e564d")
_LACQUER = HexColor("#8f1d21")
_GOLD = HexColor("#b08a3e")
_PAPER = HexColor("#fffdf8")
_WATERMARK = HexColor("#f6ecd7")
_INDIGO = HexColor("#2b3a67")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """What is printed. `level_vi` and `level_en` are words in a sentence ("cấp tỉnh", "provincial level").

    `verify_url` goes into the QR code, `verify_text` is the same address as a person would type it. A
    demonstration says so on the page and has no signature. `items`: what is in a set.
    """

    number: str
    level_vi: str
    level_en: str
    year: int
    product: str
    producer: str
    address: str
    issuer: str
    decision_number: str
    decision_date: date
    issued_on: date
    valid_until: date
    place: str
    signer_title: str
    signer_name: str
    verify_url: str
    verify_text: str
    items: tuple[str, ...] = ()
    demonstration: bool = False
    stamp: tuple[str, ...] = ()


def certificate_pdf(sheet: CertificateSheet) -> bytes:
    """The page as PDF; the same sheet gives the same bytes."""
    out = io.BytesIO()
    title = f"Giấy chứng nhận {sheet.number} - {sheet.product}"
    canvas = new_canvas(out, PAGE_MM, title=title, author=sheet.issuer)
    _draw_frame(canvas)
    _draw_heading(canvas, sheet)
    _draw_product(canvas, sheet)
    _draw_verification(canvas, sheet)
    _draw_facts(canvas, sheet)
    _draw_signature(canvas, sheet)
    if sheet.demonstration:
        _draw_demonstration(canvas)
    if sheet.stamp:
        _draw_stamp(canvas, sheet.stamp)
    canvas.save()
    return out.getvalue()


def date_en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _draw_frame(canvas: Canvas) -> None:
    width, height = PAGE_MM[0] * mm, PAGE_MM[1] * mm
    canvas.setFillColor(_PAPER)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    draw_drum(canvas, (width / 2, height / 2 - 6 * mm), 78 * mm, _WATERMARK)
    _box(canvas, 8, _LACQUER, 1.4)
    _box(canvas, 9.6, _LACQUER, 0.4)
    _box(canvas, 12.4, _GOLD, 0.5)
    canvas.setStrokeColor(_GOLD)
    canvas.setLineWidth(0.7)
    for right in (False, True):
        for upper in (False, True):
            corner = (width - _CORNER if right else _CORNER, height - _CORNER if upper else _CORNER)
            draw_corner(canvas, corner, 9 * mm, right=right, upper=upper)


def _box(canvas: Canvas, inset: float, colour: Color, line: float) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(line)
    canvas.rect(inset * mm, inset * mm, (PAGE_MM[0] - 2 * inset) * mm, (PAGE_MM[1] - 2 * inset) * mm)


def _draw_heading(canvas: Canvas, sheet: CertificateSheet) -> None:
    _centred(canvas, fit(COUNTRY, BOLD, (12.5,), 200 * mm), 184.5, _INK)
    _centred(canvas, fit(MOTTO, BOLD, (12.5,), 200 * mm), 178.5, _INK)
    half = text_width(MOTTO, BOLD, 12.5) / 2
    canvas.setStrokeColor(_INK)
    canvas.setLineWidth(0.6)
    canvas.line(PAGE_MM[0] * mm / 2 - half, 176.2 * mm, PAGE_MM[0] * mm / 2 + half, 176.2 * mm)
    _centred(canvas, fit(drawn(sheet.issuer).upper(), SEMIBOLD, (13, 12, 11, 10), 220 * mm), 166.5, _INK)
    _spaced(canvas, "GIẤY CHỨNG NHẬN", 150.5, 36, 2.2)
    award = f"Sản phẩm công nghiệp nông thôn tiêu biểu {sheet.level_vi} năm {sheet.year}"
    _centred(canvas, fit(award, SEMIBOLD, (18, 17, 16), 230 * mm), 140.5, _LACQUER)
    english = f"Certificate of typical rural industrial product, {sheet.level_en}, {sheet.year}"
    _centred(canvas, fit(english, ITALIC, (11.5, 10.5), 230 * mm), 134.3, _QUIET)
    draw_rule(canvas, (PAGE_MM[0] * mm / 2, 128.8 * mm), 30 * mm, _GOLD)


def _draw_product(canvas: Canvas, sheet: CertificateSheet) -> None:
    """Product, producer and address, centred in the remaining space; a long name gets two lines, then a
    smaller size.
    """
    made_by = fit("Cơ sở sản xuất · Produced by", ITALIC, (10.5,), 200 * mm)
    items = f"gồm: {'; '.join(sheet.items)}"
    held = ((fit(items, REGULAR, (12, 11.5, 11, 10.5, 9.5), 225 * mm, 2), _INK, 3.0),) if sheet.items else ()
    blocks = (
        (fit(sheet.product, BOLD, (32, 29, 26, 23, 21, 19, 17), 232 * mm, 2), _INK, 1.5 if held else 4.5),
        *held,
        (made_by, _QUIET, 1.2),
        (fit(sheet.producer, SEMIBOLD, (17, 16, 15, 14, 13), 220 * mm, 2), _INK, 1.4),
        (fit(sheet.address, REGULAR, (12, 11.5, 11, 10.5), 215 * mm, 2), _INK, 0.0),
    )
    height = sum(_height_mm(text) + gap for text, _colour, gap in blocks)
    top = (_PRODUCT_TOP + _PRODUCT_BOTTOM + height) / 2
    for text, colour, gap in blocks:
        _centred(canvas, text, top - text.size * 0.95 / mm, colour)
        top -= _height_mm(text) + gap


def _height_mm(text: SetText) -> float:
    return len(text.lines) * text.size * _LEADING / float(mm)


def _draw_verification(canvas: Canvas, sheet: CertificateSheet) -> None:
    symbol = print_symbol(sheet.verify_url)
    side, left, bottom = 30 * mm, 25 * mm, 35.6 * mm
    module = side / (symbol.size + 2 * QUIET_ZONE)
    ink = symbol.size * module
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.rect(left, bottom, side, side, stroke=0, fill=1)
    canvas.setFillColor(_INK)
    inset = QUIET_ZONE * module
    draw_modules(canvas, symbol.modules, symbol.size, left + inset, bottom + inset, ink)
    _lines(canvas, left + inset, 32.2, [("Quét mã để kiểm tra hiệu lực", SEMIBOLD, 9, _INK)], 66)
    _lines(canvas, left + inset, 28.2, [("Scan to check validity", ITALIC, 8.5, _QUIET)], 66)
    _lines(canvas, left + inset, 24.2, [(sheet.verify_text, REGULAR, 8.5, _INK)], 78)


def _draw_facts(canvas: Canvas, sheet: CertificateSheet) -> None:
    """Number, decision and validity, each Vietnamese line over its English."""
    x = 76 * mm
    decision = f"Quyết định số {sheet.decision_number} {long_date(sheet.decision_date)}"
    facts = (
        ("Số · Number", sheet.number),
        ("Căn cứ · Under", decision),
        (
            "Có giá trị đến hết · Valid until",
            f"{long_date(sheet.valid_until)} · {date_en(sheet.valid_until)}",
        ),
    )
    y = 60.6
    for label, value in facts:
        _lines(canvas, x, y, [(label, ITALIC, 9, _QUIET)], 98)
        _lines(canvas, x, y - 4.9, [(value, SEMIBOLD, 11, _INK)], 99)
        y -= 11.6


def _draw_signature(canvas: Canvas, sheet: CertificateSheet) -> None:
    middle, width = 226, 100 * mm
    written = f"{sheet.place}, {long_date(sheet.issued_on)}"
    _centred(canvas, fit(written, ITALIC, (12, 11, 10), width), 61, _INK, middle)
    office = fit(drawn(sheet.signer_title).upper(), BOLD, (12, 11, 10, 9), width, 2)
    _centred(canvas, office, 54.5, _INK, middle)
    if sheet.demonstration:
        _centred(canvas, fit("(bản trình diễn, không ký)", ITALIC, (11,), width), 38, _QUIET, middle)
    _centred(canvas, fit(sheet.signer_name, BOLD, (13, 12, 11), width), 24.2, _INK, middle)


def _draw_demonstration(canvas: Canvas) -> None:
    """A level band across the head of the page, in a colour used nowhere else on it."""
    width, height = 170 * mm, 6.4 * mm
    left, bottom = (PAGE_MM[0] * mm - width) / 2, 194.4 * mm
    canvas.setFillColor(_INDIGO)
    canvas.rect(left, bottom, width, height, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.setFont(BOLD, 10)
    canvas.drawCentredString(left + width / 2, bottom + 2.05 * mm, "  ·  ".join(DEMONSTRATION))


def _draw_stamp(canvas: Canvas, lines: tuple[str, ...]) -> None:
    """A framed band over the middle of the page: it no longer holds, or not for the time being, and by what."""
    width, line = 200 * mm, 9 * mm
    height = line * len(lines) + 6 * mm
    left, bottom = (PAGE_MM[0] * mm - width) / 2, 96 * mm - height / 2
    canvas.setFillColor(_PAPER)
    canvas.setStrokeColor(_LACQUER)
    canvas.setLineWidth(2.4)
    canvas.rect(left, bottom, width, height, stroke=1, fill=1)
    for n, text in enumerate(lines):
        sizes = (22, 20, 18) if n == 0 else (12, 11, 10, 9, 8)
        fitted = fit(text, BOLD if n == 0 else SEMIBOLD, sizes, width - 8 * mm)
        _centred(canvas, fitted, (bottom + height - (n + 1) * line) / mm, _LACQUER)


def _centred(
    canvas: Canvas, text: SetText, y_mm: float, colour: Color, middle_mm: float = PAGE_MM[0] / 2
) -> None:
    canvas.setFillColor(colour)
    for n, line in enumerate(text.lines):
        place = middle_mm * mm, y_mm * mm - n * text.size * _LEADING
        draw_text(canvas, line, place, text.face, text.size, align="centre")


def _spaced(canvas: Canvas, text: str, y_mm: float, size: float, spacing: float) -> None:
    width = text_width(text, BOLD, size) + spacing * (len(text) - 1)
    canvas.setFillColor(_LACQUER)
    canvas.setFont(BOLD, size)
    canvas.drawString((PAGE_MM[0] * mm - width) / 2, y_mm * mm, text, charSpace=spacing)


def _lines(
    canvas: Canvas, x: float, y_mm: float, lines: list[tuple[str, str, float, Color]], width_mm: float
) -> None:
    for text, face, size, colour in lines:
        fitted = fit(text, face, (size, size - 0.75, size - 1.5, size - 2.25), width_mm * mm)
        canvas.setFillColor(colour)
        draw_text(canvas, fitted.lines[0], (x, y_mm * mm), face, fitted.size)
