"""Documents of several pages: official heading, text, tables that run on with their head, signatures, page numbers.

Layout after Decree 30/2020/ND-CP, Annex I. Same input, same bytes. Text comes plain: NFC, escaped here.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from app.core.documents.canvas import draw_text
from app.core.documents.fonts import (
    BOLD,
    FACES,
    ITALIC,
    NOTO,
    REGULAR,
    SEMIBOLD,
    drawn,
    register_fonts,
    runs,
    spelt_out,
)

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
INK = HexColor("#1d1a17")
QUIET = HexColor("#5e564d")
LINE = HexColor("#8c857b")
HEAD = HexColor("#f1ebe0")
WARNING = HexColor("#8f1d21")
MARGIN = 18 * mm
FRAME_PADDING = 6.0
"""Points that reportlab leaves inside its margins."""
ALIGN = {"left": TA_LEFT, "centre": TA_CENTER, "right": TA_RIGHT}


@dataclass(frozen=True, slots=True)
class Column:
    """share: of the width, against the other columns; align: left, centre, right."""

    text: str
    share: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Document:
    """story: flowables of this module. footer: stands on each page before its number; banner: above everything."""

    title: str
    author: str
    story: Sequence[Flowable]
    footer: str = ""
    banner: str = ""
    wide: bool = False


def build(document: Document) -> bytes:
    """The document as PDF, A4, each page with its number of all pages."""
    out = io.BytesIO()
    frame = SimpleDocTemplate(
        out,
        pagesize=landscape(A4) if document.wide else A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=spelt_out(document.title),
        author=spelt_out(document.author),
        lang="vi",
        invariant=1,
    )
    frame.build(list(document.story), canvasmaker=_numbered(document))
    return out.getvalue()


def text_width_mm(*, wide: bool) -> float:
    """Width of the text in millimetres."""
    return (297.0 if wide else 210.0) - 2 * float((MARGIN + FRAME_PADDING) / mm)


def paragraph(
    text: str, *, size: float = 11, face: str = REGULAR, align: str = "left", after: float = 4
) -> Paragraph:
    style = ParagraphStyle(
        "p",
        fontName=face,
        fontSize=size,
        leading=size * 1.32,
        alignment=ALIGN[align],
        spaceAfter=after,
        textColor=INK,
    )
    return _set(text, style)


def heading(text: str) -> Paragraph:
    """A section of the document; stays with what follows."""
    style = ParagraphStyle(
        "h",
        fontName=BOLD,
        fontSize=12,
        leading=16,
        spaceBefore=9,
        spaceAfter=4,
        textColor=INK,
        keepWithNext=1,
    )
    return _set(text, style)


def title(*lines: str) -> list[Flowable]:
    """The name of the document in capitals, its subject below."""
    first, *rest = lines
    return [
        Spacer(1, 6 * mm),
        paragraph(first, size=15, face=BOLD, align="centre", after=2),
        *(paragraph(line, size=11.5, face=SEMIBOLD, align="centre", after=2) for line in rest),
        Spacer(1, 4 * mm),
    ]


def official_head(organ: Sequence[str], number: str, place: str, *, wide: bool = False) -> Flowable:
    """Organ and number at the left, country and motto at the right. organ: superior first, the author last."""
    width = text_width_mm(wide=wide) * mm
    halves = (width * 0.44, width * 0.56)
    left = [
        *(paragraph(line, align="centre", after=0) for line in organ[:-1]),
        paragraph(organ[-1], face=BOLD, align="centre", after=3),
        _rule(halves[0] * 0.36, halves[0]),
        paragraph(number, size=10.5, align="centre", after=0),
    ]
    right = [
        paragraph(COUNTRY, size=10.5, face=BOLD, align="centre", after=0),
        paragraph(MOTTO, size=10.5, face=BOLD, align="centre", after=3),
        _rule(stringWidth(drawn(MOTTO), BOLD, 10.5), halves[1]),
        paragraph(place, size=10.5, face=ITALIC, align="centre", after=0),
    ]
    sides = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
    return Table([[left, right]], colWidths=halves, style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *sides])


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    wide: bool = False,
    size: float = 9.5,
    groups: frozenset[int] = frozenset(),
) -> Flowable:
    """A ruled table whose head comes again on each page. groups: numbers of rows whose first cell spans them all."""
    head = [_cell(column.text, size, SEMIBOLD, "centre") for column in columns]
    body: list[list[Any]] = []
    for number, row in enumerate(rows):
        if number in groups:
            body.append([_cell(row[0], size, BOLD, "left"), *[""] * (len(columns) - 1)])
        else:
            body.append([_cell(text, size, REGULAR, c.align) for c, text in zip(columns, row, strict=True)])
    shares = sum(column.share for column in columns)
    width = text_width_mm(wide=wide) * mm
    made = Table([head, *body], colWidths=[width * c.share / shares for c in columns], repeatRows=1)
    spans = [("SPAN", (0, n + 1), (-1, n + 1)) for n in groups]
    tints = [("BACKGROUND", (0, n + 1), (-1, n + 1), HexColor("#faf7f0")) for n in groups]
    made.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("BACKGROUND", (0, 0), (-1, 0), HEAD),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            *spans,
            *tints,
        ]
    )
    return made


def signatures(*people: tuple[str, str], wide: bool = False, after: Sequence[Flowable] = ()) -> Flowable:
    """Room to sign, side by side. people: (office in capitals, name or empty); no office: an empty place.

    after: what is signed last of all. It stays on the page of the signatures: nobody signs an empty page.
    """
    width = text_width_mm(wide=wide) / len(people) * mm
    cells = [
        [
            paragraph(office, size=10.5, face=BOLD, align="centre", after=0),
            paragraph(
                "(Ký, ghi rõ họ tên)" if office else "", size=9.5, face=ITALIC, align="centre", after=18 * mm
            ),
            paragraph(name, size=10.5, face=BOLD, align="centre", after=0),
        ]
        for office, name in people
    ]
    signing = Table([cells], colWidths=[width] * len(people), style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    return KeepTogether([*after, Spacer(1, 4 * mm), signing])


def recipients(*names: str) -> Flowable:
    """The recipients, at the foot (nơi nhận)."""
    lines = [paragraph("Nơi nhận:", size=10, face=ITALIC, after=0)]
    lines += [paragraph(f"- {name}", size=9.5, after=0) for name in names]
    return KeepTogether([Spacer(1, 4 * mm), *lines])


def _rule(length: float, room: float) -> Flowable:
    """A line in the middle of the room, in points."""
    side = (room - length) / 2
    style = [("LINEABOVE", (1, 0), (1, 0), 0.6, INK)]
    return Table([["", "", ""]], colWidths=[side, length, side], rowHeights=4, style=style)


def together(*flowables: Flowable) -> Flowable:
    """On one page if they fit."""
    return KeepTogether(list(flowables))


def gap(millimetres: float) -> Flowable:
    return Spacer(1, millimetres * mm)


def _cell(text: str, size: float, face: str, align: str) -> Paragraph:
    style = ParagraphStyle(
        "c",
        fontName=face,
        fontSize=size,
        leading=size * 1.22,
        alignment=ALIGN[align],
        textColor=INK,
        splitLongWords=1,
    )
    return _set(text, style)


def _set(text: str, style: ParagraphStyle) -> Paragraph:
    _know_faces()
    return set_text(text, style)


def set_text(text: str, style: ParagraphStyle, lead: str = "") -> Paragraph:
    """A paragraph in the style's face, with other faces for letters that it lacks. lead: markup before the text."""
    pieces = runs(spelt_out(text), style.fontName)
    if len(pieces) == 1:
        return Paragraph(lead + escape(pieces[0][1]), style)
    style.shaping = 1
    parts = [_marked(face, piece) for face, piece in pieces]
    gaps = [
        "" if before[-1:].isspace() or after[:1].isspace() else " "
        for (_f, before), (_g, after) in pairwise(pieces)
    ]  # reportlab shapes a word by its first face, so no word may have two
    return Paragraph(lead + "".join(chain.from_iterable(zip(parts, [*gaps, ""], strict=True))), style)


def _marked(face: str, piece: str) -> str:
    if face not in NOTO:
        return str(escape(piece))
    addMapping(face, 0, 0, face)
    return f'<font name="{face}">{escape(piece)}</font>'


@lru_cache(maxsize=1)
def _know_faces() -> None:
    """Each face is a family of its own: there is no markup that would ask for its bold."""
    register_fonts()
    for face in FACES:
        addMapping(face, 0, 0, face)


def _numbered(document: Document) -> type[Canvas]:
    """A canvas that stores its pages until it knows how many there are."""

    class Numbered(Canvas):  # type: ignore[misc]  # reportlab carries no types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802  # reportlab's name
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                _draw_edges(self, document, f"Trang {number}/{len(self._pages)}")
                Canvas.showPage(self)
            Canvas.save(self)

    return Numbered


def _draw_edges(canvas: Canvas, document: Document, number: str) -> None:
    width, height = landscape(A4) if document.wide else A4
    canvas.setFillColor(QUIET)
    draw_text(canvas, spelt_out(document.footer), (MARGIN, 9 * mm), REGULAR, 8.5)
    canvas.setFont(REGULAR, 8.5)
    canvas.drawRightString(width - MARGIN, 9 * mm, number)
    if document.banner:
        canvas.setFillColor(WARNING)
        draw_text(canvas, spelt_out(document.banner), (width / 2, height - 10 * mm), BOLD, 9, align="centre")
