"""Documents of the demonstration: one page that says that it is not a real one."""

import io

from reportlab.lib.colors import Color

from app.core.documents.canvas import A4_MM, fit, new_canvas
from app.core.documents.fonts import REGULAR, SEMIBOLD, drawn

MARGIN = 72.0
POINTS = 72 / 25.4


def draw_paper(title: str, facility: str) -> bytes:
    """A one-page PDF with a title, whose it is, and MINH HỌA across it."""
    out = io.BytesIO()
    width, height = (side * POINTS for side in A4_MM)
    canvas = new_canvas(out, A4_MM, title=title, author="Tiêu Biểu")
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(38)
    canvas.setFillColor(Color(0.78, 0.2, 0.15, alpha=0.16))
    canvas.setFont(SEMIBOLD, 92)
    canvas.drawCentredString(0, -30, drawn("MINH HỌA"))
    canvas.restoreState()
    y = height - 150
    for text, face, sizes in (
        (title, SEMIBOLD, (22, 18, 14)),
        (facility, REGULAR, (14, 12)),
        ("Tài liệu mẫu để xem thử, không có giá trị pháp lý.", REGULAR, (12,)),
    ):
        lines = fit(text, face, sizes, width - 2 * MARGIN, max_lines=3)
        canvas.setFont(lines.face, lines.size)
        for line in lines.lines:
            canvas.drawCentredString(width / 2, y, drawn(line))
            y -= lines.size * 1.4
        y -= 14
    canvas.showPage()
    canvas.save()
    return out.getvalue()
