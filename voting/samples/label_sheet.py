"""Labels to stick on samples: the label and the entry's code, nothing of the maker. A4, three across and eight down."""

import io
from collections.abc import Sequence

from reportlab.lib.units import mm

from app.core.documents.canvas import A4_MM, draw_modules, new_canvas
from app.core.documents.fonts import BOLD, REGULAR
from app.core.documents.qr import Level, print_symbol
from voting.models import Sample

ACROSS, DOWN = 3, 8
WIDE, HIGH = 70.0, 37.0
QR_SIDE = 26.0
EDGE = 5.0


def labels_pdf(samples: Sequence[Sample], title: str) -> bytes:
    """One label a sample; the QR code holds the label."""
    out = io.BytesIO()
    canvas = new_canvas(out, A4_MM, title=title, author="")
    for place, sample in enumerate(samples):
        if place and place % (ACROSS * DOWN) == 0:
            canvas.showPage()
        on_page = place % (ACROSS * DOWN)
        x = on_page % ACROSS * WIDE + EDGE
        y = A4_MM[1] - (on_page // ACROSS + 1) * HIGH + EDGE
        symbol = print_symbol(sample.label, Level.M)
        draw_modules(canvas, symbol.modules, symbol.size, x * mm, y * mm, QR_SIDE * mm)
        canvas.setFont(BOLD, 16)
        canvas.drawString((x + QR_SIDE + 3) * mm, (y + 16) * mm, sample.label)
        canvas.setFont(REGULAR, 10)
        code = sample.nomination.codes[-1].code if sample.nomination.codes else ""
        canvas.drawString((x + QR_SIDE + 3) * mm, (y + 9) * mm, code)
        canvas.drawString((x + QR_SIDE + 3) * mm, (y + 3) * mm, f"SL: {sample.count}")
    canvas.showPage()
    canvas.save()
    return out.getvalue()
