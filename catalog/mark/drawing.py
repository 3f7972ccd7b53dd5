"""The recognition mark for packaging: level, year, number and the code of the certificate's page, as SVG and
PDF.

One drawing for both, all of it outlines, in millimetres. The mark itself guarantees nothing: the
certificate's page behind the code says whether it is valid today.
"""

import io
from dataclasses import dataclass
from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.documents.canvas import new_canvas
from app.core.documents.fonts import BOLD, SEMIBOLD
from app.core.documents.outlines import Path, polygon, rectangle, text_length, text_path
from app.core.documents.qr import QUIET_ZONE, print_symbol

WIDTH, HEIGHT = 40.0, 64.0
SMALLEST_WIDTH = 25
"""Millimetres below which phones no longer read the code."""
RAYS = 14
DEMONSTRATION = "TRÌNH DIỄN – KHÔNG CÓ GIÁ TRỊ"

LACQUER, GOLD, INK, WHITE = "#8f1d21", "#b08a3e", "#1d1a17", "#ffffff"
_BLACK = {LACQUER: "#000000", GOLD: "#000000", INK: "#000000", WHITE: WHITE}
RING = ' fill-rule="evenodd"'
_CODE_SIDE = 27.0
_INNER = 34.0
_CURVE = 0.5523


@dataclass(frozen=True, slots=True)
class Mark:
    """level: "CẤP TỈNH". url: what the code holds: the address of the certificate's page."""

    number: str
    level: str
    year: int
    url: str
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """ring: filled between its two outlines (even-odd), else wherever an outline runs around."""

    path: Path
    fill: str
    ring: bool = False


def draw(mark: Mark, *, black: bool = False) -> list[Shape]:
    """The shapes from the lowest to the uppermost. black: for packaging printed in one colour."""
    shapes = [
        Shape(
            _rounded(0, 0, WIDTH, HEIGHT, 3) + _rounded(0.7, 0.7, WIDTH - 1.4, HEIGHT - 1.4, 2.4),
            LACQUER,
            ring=True,
        ),
        Shape(
            _rounded(1.5, 1.5, WIDTH - 3, HEIGHT - 3, 1.8)
            + _rounded(1.75, 1.75, WIDTH - 3.5, HEIGHT - 3.5, 1.6),
            GOLD,
            ring=True,
        ),
        Shape(_star(WIDTH / 2, 7.2, 4.2), GOLD),
        _line("SẢN PHẨM CÔNG NGHIỆP", BOLD, 2.9, 15.2, INK),
        _line("NÔNG THÔN TIÊU BIỂU", BOLD, 2.9, 18.8, INK),
        _line(f"{mark.level} · {mark.year}", BOLD, 4.2, 24.4, LACQUER),
        _code(mark.url),
        _line(mark.number, SEMIBOLD, 2.6, 57.2, INK),
        _line(
            DEMONSTRATION if mark.demonstration else "Quét mã để kiểm tra hiệu lực", SEMIBOLD, 2.2, 60.6, INK
        ),
    ]
    return [Shape(shape.path, _BLACK[shape.fill], shape.ring) for shape in shapes] if black else shapes


def mark_svg(mark: Mark, *, black: bool = False) -> bytes:
    """The mark on white, in its size in millimetres."""
    paths = "".join(
        f'<path fill="{shape.fill}"{RING if shape.ring else ""} d="{_svg(shape.path)}"/>'
        for shape in draw(mark, black=black)
    )
    ground = f'<path fill="{WHITE}" d="{_svg(_rounded(0, 0, WIDTH, HEIGHT, 3))}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}">{ground}{paths}</svg>'
    ).encode()


def mark_pdf(mark: Mark, *, black: bool = False) -> bytes:
    """The mark alone on a page of its size."""
    out = io.BytesIO()
    canvas = new_canvas(out, (WIDTH, HEIGHT), title=f"Dấu nhận diện {mark.number}", author="Tiêu Biểu")
    canvas.scale(mm, -mm)
    canvas.translate(0, -HEIGHT)
    for shape in draw(mark, black=black):
        _fill(canvas, shape)
    canvas.save()
    return out.getvalue()


def _line(text: str, face: str, size: float, y: float, fill: str) -> Shape:
    """One centred line, smaller if it does not fit."""
    size = min(size, size * _INNER / text_length(text, face, size))
    return Shape(text_path(text, face, size, (WIDTH - text_length(text, face, size)) / 2, y), fill)


def _code(url: str) -> Shape:
    symbol = print_symbol(url)
    module = _CODE_SIDE / (symbol.size + 2 * QUIET_ZONE)
    left, top = (WIDTH - _CODE_SIDE) / 2 + QUIET_ZONE * module, 26.2 + QUIET_ZONE * module
    path: Path = []
    for x, y, length in symbol.runs():
        path += rectangle(left + x * module, top + y * module, length * module, module)
    return Shape(path, INK)


def _star(x: float, y: float, radius: float) -> Path:
    """The star of a Đông Sơn drum."""
    points = []
    for n in range(2 * RAYS):
        reach = radius if n % 2 == 0 else radius * 0.42
        angle = pi * n / RAYS - pi / 2
        points.append((x + reach * cos(angle), y + reach * sin(angle)))
    return polygon(points)


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> Path:
    right, bottom, bend = x + width, y + height, radius * (1 - _CURVE)
    return [
        ("M", (x + radius, y)),
        ("L", (right - radius, y)),
        ("C", (right - bend, y, right, y + bend, right, y + radius)),
        ("L", (right, bottom - radius)),
        ("C", (right, bottom - bend, right - bend, bottom, right - radius, bottom)),
        ("L", (x + radius, bottom)),
        ("C", (x + bend, bottom, x, bottom - bend, x, bottom - radius)),
        ("L", (x, y + radius)),
        ("C", (x, y + bend, x + bend, y, x + radius, y)),
        ("Z", ()),
    ]


def _svg(path: Path) -> str:
    return "".join(
        verb + " ".join(f"{number:.3f}".rstrip("0").rstrip(".") for number in numbers)
        for verb, numbers in path
    )


def _fill(canvas: Canvas, shape: Shape) -> None:
    target = canvas.beginPath()
    for verb, numbers in shape.path:
        match verb:
            case "M":
                target.moveTo(*numbers)
            case "L":
                target.lineTo(*numbers)
            case "C":
                target.curveTo(*numbers)
            case _:
                target.close()
    canvas.setFillColor(HexColor(shape.fill))
    canvas.drawPath(target, stroke=0, fill=1, fillMode=0 if shape.ring else 1)
