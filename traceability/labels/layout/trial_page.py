"""A page to try a printer with: the frames of all labels of a sheet, rulers, and a code to measure and scan."""

import io

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core.documents.canvas import draw_modules, draw_text, new_canvas
from app.core.documents.fonts import REGULAR
from app.core.documents.qr import QUIET_ZONE, Level, print_symbol
from traceability.labels.layout.sheets import Sheet

_FRAME, _RULE = HexColor("#8a8f98"), HexColor("#000000")
_LONG, _SHORT, _TEN = 3.0, 1.5, 10
_MODULE_MM = 0.5


def draw_test_page(sheet: Sheet, payload: str, offset_mm: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """PDF of one page. payload: what the code on the first label says. offset_mm: as labels would be moved."""
    out = io.BytesIO()
    canvas = new_canvas(out, sheet.page_mm, title=f"Tờ in thử {sheet.name}", author="Tiêu Biểu")
    canvas.setStrokeColor(_FRAME)
    canvas.setLineWidth(0.4)
    for place in range(sheet.labels):
        left, top = sheet.corner_mm(place)
        x, y = (left + offset_mm[0]) * mm, (sheet.page_mm[1] - top - offset_mm[1] - sheet.label_mm[1]) * mm
        canvas.rect(x, y, sheet.label_mm[0] * mm, sheet.label_mm[1] * mm)
        draw_text(canvas, str(place + 1), (x + 1.2 * mm, y + 1.2 * mm), REGULAR, 6)
    _rulers(canvas, sheet)
    _code(canvas, sheet, payload, offset_mm)
    canvas.save()
    return out.getvalue()


def _rulers(canvas: Canvas, sheet: Sheet) -> None:
    """Millimetres along the upper and the left edge: lay a ruler beside them."""
    canvas.setStrokeColor(_RULE)
    canvas.setLineWidth(0.2)
    width, height = sheet.page_mm
    for step in range(int(width) + 1):
        length = _LONG if step % _TEN == 0 else _SHORT
        canvas.line(step * mm, height * mm, step * mm, (height - length) * mm)
    for step in range(int(height) + 1):
        length = _LONG if step % _TEN == 0 else _SHORT
        canvas.line(0, (height - step) * mm, length * mm, (height - step) * mm)


def _code(canvas: Canvas, sheet: Sheet, payload: str, offset_mm: tuple[float, float]) -> None:
    symbol = print_symbol(payload, Level.M)
    side = symbol.size * _MODULE_MM
    left, top = sheet.corner_mm(0)
    room = min(sheet.label_mm) - 2 * QUIET_ZONE * _MODULE_MM
    if side > room:
        return
    x = (left + offset_mm[0] + (sheet.label_mm[0] - side) / 2) * mm
    y = (sheet.page_mm[1] - top - offset_mm[1] - (sheet.label_mm[1] + side) / 2) * mm
    draw_modules(canvas, symbol.modules, symbol.size, x, y, side * mm)
