"""An official paper as PDF/A-2b (ISO 19005-2). Same paper, same bytes."""

import io
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from app.core.documents.fonts import spelt_out
from app.core.documents.official import paper as measures
from app.core.documents.official.paper import (
    UNINDENTED,
    Annex,
    Block,
    Grid,
    Heading,
    Paper,
    Signer,
    Square,
    Text,
    recipient_lines,
    signing_lines,
)
from app.core.documents.official.typeface import register_typeface
from app.core.documents.pages import set_text

HEADING_ROOM = 25 * mm
BLACK, WARNING = HexColor("#000000"), HexColor(f"#{measures.BANNER_COLOUR}")
ALIGN = {"left": TA_LEFT, "centre": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}
FACE = ("FONTNAME", (0, 0), (-1, -1), "Termes")
"""For empty cells too: otherwise a table needs a face that an archived document must embed."""
STYLE_ALIGN = {"centre": TA_CENTER, "plain": TA_LEFT, "note": TA_LEFT}
STYLE_FACES = {"basis": "Termes-Italic", "centre": "Termes-Bold"}
NO_PADDING = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    FACE,
]
TOP_ALIGNED = ("VALIGN", (0, 0), (-1, -1), "TOP")


def paper_pdf(paper: Paper) -> bytes:
    """The paper with its annexes, each of which counts its own pages."""
    register_typeface()
    story: list[Flowable] = []
    if not paper.is_annex_alone:
        story += [*_head(paper), *_body(paper)]
    for place, annex in enumerate(paper.annexes):
        if story:
            story += [NextPageTemplate(f"annex-{place}"), PageBreak()]
        story += _annex(annex)
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pageTemplates=[
            _template("main", paper.banner, wide=paper.wide),
            *(
                _template(f"annex-{place}", paper.banner, wide=annex.wide)
                for place, annex in enumerate(paper.annexes)
            ),
        ],
        title=spelt_out(paper.file_title),
        author=spelt_out(paper.issuer),
        lang="vi",
        invariant=1,
        initialFontName="Termes",
    )
    document.build(story)
    from app.core.documents.archive import About, archived  # noqa: PLC0415  # slow to import

    about = About(
        spelt_out(paper.file_title), spelt_out(paper.issuer), spelt_out(paper.number_line), paper.made_at
    )
    return archived(out.getvalue(), about)


def _page(*, wide: bool) -> tuple[float, float]:
    width, height = measures.A4
    return (height * mm, width * mm) if wide else (width * mm, height * mm)


def _width(*, wide: bool) -> float:
    return float(_page(wide=wide)[0] - (measures.LEFT + measures.RIGHT) * mm)


def _template(name: str, banner: str, *, wide: bool) -> PageTemplate:
    width, height = _page(wide=wide)
    frame = Frame(
        measures.LEFT * mm,
        measures.BOTTOM * mm,
        width - (measures.LEFT + measures.RIGHT) * mm,
        height - (measures.TOP + measures.BOTTOM) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    return PageTemplate(name, [frame], onPage=_edges(banner, width, height), pagesize=(width, height))


def _edges(banner: str, width: float, height: float) -> Callable[[Canvas, Any], None]:
    """The page number in the middle of the top margin, from the second page on; the banner in the bottom margin."""
    pages = 0

    def draw(canvas: Canvas, _document: Any) -> None:
        nonlocal pages
        pages += 1
        canvas.saveState()
        if pages > 1:
            canvas.setFont("Termes", measures.PAGE_NUMBER_SIZE)
            canvas.drawCentredString(width / 2, height - 13 * mm, str(pages))
        if banner:
            canvas.setFillColor(WARNING)
            canvas.setFont("Termes-Bold", measures.BANNER_SIZE)
            canvas.drawCentredString(width / 2, 9 * mm, spelt_out(banner))
        canvas.restoreState()

    return draw


def _head(paper: Paper) -> list[Flowable]:
    width = _width(wide=paper.wide)
    share = measures.ISSUER_SHARE
    halves = (width * share, width * (1 - share))
    left: list[Flowable] = [_line(paper.parent.upper(), measures.HEAD_SIZE)] if paper.parent else []
    left += [_line(paper.issuer.upper(), measures.HEAD_SIZE, bold=True)]
    issuer = min(stringWidth(spelt_out(paper.issuer.upper()), "Termes-Bold", measures.HEAD_SIZE), halves[0])
    left.append(_rule(issuer * measures.RULE_SHARE, halves[0]))
    right: list[Flowable] = [
        _line(measures.COUNTRY, measures.HEAD_SIZE, bold=True),
        _line(measures.MOTTO, measures.MOTTO_SIZE, bold=True),
        _rule(stringWidth(measures.MOTTO, "Termes-Bold", measures.MOTTO_SIZE), halves[1]),
    ]
    number = _line(paper.number_line, measures.NUMBER_SIZE)
    place = _line(paper.place_line, measures.NUMBER_SIZE, italic=True)
    head = Table([[left, right], [number, place]], colWidths=halves, style=[TOP_ALIGNED, *NO_PADDING])
    parts: list[Flowable] = [head, Spacer(1, 12)]
    if paper.title:
        parts.append(_line(paper.title.upper(), measures.TITLE_SIZE, bold=True))
    if paper.about:
        parts.append(_line(paper.about, measures.TITLE_SIZE, bold=True))
        about = min(stringWidth(spelt_out(paper.about), "Termes-Bold", measures.TITLE_SIZE), width * 0.6)
        parts.append(_rule(about * measures.RULE_SHARE, width))
    parts.append(Spacer(1, 8))
    if paper.to:
        parts += [_addressees(paper.to, width), Spacer(1, 6)]
    return parts


def _addressees(names: Sequence[str], width: float) -> Flowable:
    if len(names) == 1:
        return _line(f"Kính gửi: {names[0]}", measures.BODY_SIZE)
    lines = [_line(line, measures.BODY_SIZE, align="left") for line in recipient_lines(names)]
    side = width * 0.3
    label = _line("Kính gửi:", measures.BODY_SIZE, align="right")
    return Table(
        [[label, lines]],
        colWidths=(side, width - side),
        style=[TOP_ALIGNED, FACE, ("TOPPADDING", (0, 0), (-1, -1), 0)],
    )


def _annex(annex: Annex) -> list[Flowable]:
    return [
        _line(annex.heading, measures.TITLE_SIZE, bold=True),
        _line(annex.name.upper(), measures.TITLE_SIZE, bold=True),
        _line(annex.reference, measures.BODY_SIZE, italic=True),
        Spacer(1, 8),
        *_blocks(annex.blocks, wide=annex.wide),
    ]


def _body(paper: Paper) -> list[Flowable]:
    """The text and who signs it; the last paragraph is on the page of the signature, which never stands alone."""
    story, foot = _blocks(paper.blocks, wide=paper.wide), _foot(paper)
    if paper.signers and paper.blocks and isinstance(paper.blocks[-1], Text):
        foot = [story.pop(), *foot]
    return [*story, KeepTogether(foot)]


def _blocks(blocks: Sequence[Block], *, wide: bool) -> list[Flowable]:
    made: list[Flowable] = []
    for place, block in enumerate(blocks):
        flowable = _block(block, _width(wide=wide))
        follows = blocks[place + 1] if place + 1 < len(blocks) else None
        if isinstance(block, Heading) and not _is_whole(follows):
            made.append(CondPageBreak(HEADING_ROOM))  # stays with what follows
        if _is_whole(block):
            above = [made.pop()] if place and isinstance(blocks[place - 1], Heading) else []
            flowable = KeepTogether([*above, flowable])
        made.append(flowable)
    return made


def _is_whole(block: Block | None) -> bool:
    """Whether a table is small enough to stay on one page, with its heading."""
    return isinstance(block, Grid) and len(block.rows) <= measures.WHOLE_ROWS


def _block(block: Block, width: float) -> Flowable:
    if isinstance(block, Grid):
        return _grid(block, width)
    if isinstance(block, Heading):
        return _line(block.text, measures.BODY_SIZE, bold=True, align="left", before=measures.BETWEEN)
    if isinstance(block, Square):
        side = block.side * mm
        picture = Image(io.BytesIO(block.png), width=side, height=side)
        words = _line(block.words, measures.RECIPIENTS_SIZE, align="left")
        return Table([[picture, words]], colWidths=(side + 8, width - side - 8), style=NO_PADDING)
    return _text(block)


def _text(block: Text) -> Paragraph:
    small = block.style == "note"
    size = measures.RECIPIENTS_SIZE if small else measures.BODY_SIZE
    style = ParagraphStyle(
        block.style,
        fontName=STYLE_FACES.get(block.style, "Termes"),
        fontSize=size,
        leading=size * measures.LINE_SPACING * measures.LETTER_HEIGHT,
        alignment=STYLE_ALIGN.get(block.style, TA_JUSTIFY),
        firstLineIndent=0 if block.style in UNINDENTED else measures.FIRST_LINE * mm,
        spaceBefore=measures.BETWEEN / 2,
        spaceAfter=measures.BETWEEN / 2,
        textColor=BLACK,
    )
    lead = f'<font name="Termes-Bold">{escape(spelt_out(block.lead))}</font> ' if block.lead else ""
    return set_text(block.text, style, lead)


def _line(
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: str = "centre",
    before: float = 0,
) -> Paragraph:
    face = "Termes-Bold" if bold else "Termes-Italic" if italic else "Termes"
    style = ParagraphStyle(
        "line",
        fontName=face,
        fontSize=size,
        leading=size * measures.LETTER_HEIGHT,
        alignment=ALIGN[align],
        spaceBefore=before,
        spaceAfter=before / 2,
        textColor=BLACK,
        splitLongWords=1,
    )
    return set_text(text, style)


def _grid(grid: Grid, width: float) -> Flowable:
    head = [_line(column.text, grid.size, bold=True) for column in grid.columns]
    body: list[list[Any]] = []
    for number, row in enumerate(grid.rows):
        if number in grid.groups:
            body.append([_line(row[0], grid.size, bold=True, align="left"), *[""] * (len(grid.columns) - 1)])
        else:
            cells = zip(grid.columns, row, strict=True)
            body.append([_line(text, grid.size, align=column.align) for column, text in cells])
    shares = sum(column.share for column in grid.columns)
    made = Table(
        [head, *body],
        colWidths=[width * column.share / shares for column in grid.columns],
        repeatRows=1,
        spaceBefore=4,
        spaceAfter=6,
    )
    spans = [("SPAN", (0, number + 1), (-1, number + 1)) for number in grid.groups]
    made.setStyle(
        [
            FACE,
            ("GRID", (0, 0), (-1, -1), 0.5, BLACK),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), measures.CELL_SIDE),
            ("RIGHTPADDING", (0, 0), (-1, -1), measures.CELL_SIDE),
            ("TOPPADDING", (0, 0), (-1, -1), measures.CELL_TOP),
            ("BOTTOMPADDING", (0, 0), (-1, -1), measures.CELL_BOTTOM),
            *spans,
        ]
    )
    return made


def _foot(paper: Paper) -> list[Flowable]:
    """Who gets the paper at the left, who signs at the right; two signers stand side by side above the list."""
    width = _width(wide=paper.wide)
    recipients = _recipients(paper.recipients)
    if len(paper.signers) == 1:
        cells = [[recipients or "", _signature(paper.signers[0], signing_lines(paper))]]
        widths = [width * 0.45, width * 0.55]
        return [Spacer(1, 10), Table(cells, colWidths=widths, style=[TOP_ALIGNED, *NO_PADDING])]
    if not paper.signers:
        return [Spacer(1, 6), *recipients]
    share = width / len(paper.signers)
    row = Table(
        [[_signature(signer, signing_lines(paper)) for signer in paper.signers]],
        colWidths=[share] * len(paper.signers),
        style=[TOP_ALIGNED, *NO_PADDING],
    )
    return [Spacer(1, 10), row, Spacer(1, 6), *recipients]


def _recipients(names: Sequence[str]) -> list[Flowable]:
    if not names:
        return []
    style = ParagraphStyle(
        "recipients",
        fontName="Termes-Bold",
        fontSize=measures.RECIPIENTS_HEAD_SIZE,
        leading=measures.RECIPIENTS_HEAD_SIZE * measures.LETTER_HEIGHT,
        textColor=BLACK,
    )
    lines = [_line(line, measures.RECIPIENTS_SIZE, align="left") for line in recipient_lines(names)]
    return [_BoldItalic("Nơi nhận:", style), *lines]


class _BoldItalic(Paragraph):  # type: ignore[misc]  # reportlab carries no types
    """Bold letters set aslant: papers need this for two words alone."""

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.transform(1, 0, 0.21, 1, 0, 0)
        super().draw()
        self.canv.restoreState()


def _signature(signer: Signer, lines: int = 1) -> list[Flowable]:
    """lines: above the name, so that the names of several signers are at the same height."""
    offices = [text for text in (signer.power, signer.post) if text]
    return [
        *(_line(text, measures.BODY_SIZE, bold=True) for text in offices),
        Spacer(1, 20 * mm + (lines - len(offices)) * measures.BODY_SIZE * measures.LETTER_HEIGHT),
        _line(signer.name, measures.BODY_SIZE, bold=True),
    ]


def _rule(length: float, room: float) -> Flowable:
    """A solid line in the middle of the room."""
    side = (room - length) / 2
    style = [FACE, ("LINEABOVE", (1, 1), (1, 1), 0.75, BLACK)]
    return Table([["", "", ""]] * 2, colWidths=[side, length, side], rowHeights=(5, 4), style=style)
