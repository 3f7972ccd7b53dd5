"""An official paper as DOCX, to go on working at: the PDF's measures, Times New Roman by name; the same bytes again."""

import io
import itertools
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from reportlab.pdfbase.pdfmetrics import stringWidth

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
from app.core.documents.official.typeface import OFFICE_NAME, register_typeface
from app.core.text import nfc

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_POINT_MM = 25.4 / 72


def paper_docx(paper: Paper) -> bytes:
    """The paper with its annexes, each a section that counts its own pages."""
    register_typeface()  # the lengths of rules are those of the letters
    document = Document()
    _describe(document, paper)
    _section(document.sections[0], paper.banner, wide=paper.wide)
    if not paper.is_annex_alone:
        _head(document, paper)
        _blocks(document, paper.blocks, wide=paper.wide)
        if isinstance(paper.blocks[-1] if paper.blocks else None, Text):
            document.paragraphs[
                -1
            ].paragraph_format.keep_with_next = True  # no signature stands alone on a page
        _foot(document, paper)
    for place, annex in enumerate(paper.annexes):
        if place or not paper.is_annex_alone:
            _section(document.add_section(WD_SECTION.NEW_PAGE), paper.banner, wide=annex.wide)
        _annex(document, annex)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue())


def _one_line(text: str) -> str:
    """Any letter may stand here: the office's program finds a face for it."""
    return " ".join(nfc(text).split())


def _describe(document: Docx, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author, about.subject = (
        _one_line(paper.file_title),
        _one_line(paper.issuer),
        paper.number_line,
    )
    about.comments, about.language = "", "vi-VN"
    about.created = about.modified = paper.made_at.replace(tzinfo=None, microsecond=0)
    style = document.styles["Normal"]
    style.font.name, style.font.size = OFFICE_NAME, Pt(measures.BODY_SIZE)
    fonts = style.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), OFFICE_NAME)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = 1.0


def _section(section: Section, banner: str, *, wide: bool) -> None:
    width, height = measures.A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(height), Mm(width)) if wide else (Mm(width), Mm(height))
    section.top_margin, section.bottom_margin = Mm(measures.TOP), Mm(measures.BOTTOM)
    section.left_margin, section.right_margin = Mm(measures.LEFT), Mm(measures.RIGHT)
    section.header_distance, section.footer_distance = Mm(9), Mm(7)
    section.different_first_page_header_footer = True
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        part.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number, "PAGE", measures.PAGE_NUMBER_SIZE)
    for footer in (section.footer, section.first_page_footer):
        if banner:
            warning = _write(footer.paragraphs[0], banner, measures.BANNER_SIZE, bold=True)
            warning.runs[0].font.color.rgb = RGBColor.from_string(measures.BANNER_COLOUR)
    counting = OxmlElement("w:pgNumType")
    counting.set(qn("w:start"), "1")
    section._sectPr.append(counting)  # noqa: SLF001  # the library has no name for it


def _field(target: Paragraph, instruction: str, size: float) -> None:
    """A field that the office program fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = target.add_run("1")
    run.font.size = Pt(size)
    field.append(run._element)  # noqa: SLF001
    target._element.append(field)  # noqa: SLF001


def _width_mm(*, wide: bool) -> float:
    return measures.A4[1 if wide else 0] - measures.LEFT - measures.RIGHT


def _write(
    target: Paragraph,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: str = "centre",
) -> Paragraph:
    run = target.add_run(_one_line(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    target.alignment = ALIGN[align]
    if not run.text:
        _keep_low(target, size)
    return target


def _keep_low(target: Paragraph, size: float) -> None:
    """An empty line is as high as its own mark: give it the size of the text that could stand there."""
    mark, height = OxmlElement("w:rPr"), OxmlElement("w:sz")
    height.set(qn("w:val"), str(round(size * 2)))
    mark.append(height)
    target._element.get_or_add_pPr().append(mark)  # noqa: SLF001


def _rule(target: Paragraph, length: float, room_mm: float) -> None:
    """A solid line of so many points in the middle under a paragraph of its own."""
    side = Mm(max(0.0, (room_mm - length * _POINT_MM) / 2))
    target.paragraph_format.left_indent = target.paragraph_format.right_indent = side
    target.paragraph_format.line_spacing = Pt(3)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    target._element.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _bare_table(document: Docx, rows: int, widths_mm: Sequence[float]) -> Table:
    """A table without lines and without room around its text, to stand things side by side."""
    made: Table = document.add_table(rows=rows, cols=len(widths_mm))
    _fix(made, widths_mm, padding=(0, 0, 2))
    _keep_rows(made)  # a signature stays whole
    return made


def _keep_rows(table: Table) -> None:
    """No row is cut by the end of a page."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # the library has no name for it


def _fix(table: Table, widths_mm: Sequence[float], *, padding: tuple[int, int, int]) -> None:
    """padding: points above, at the sides and below the text of a cell."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for place, width in enumerate(widths_mm):
        table.columns[place].width = Mm(width)
        for cell in table.columns[place].cells:
            cell.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    top, sides, bottom = padding
    for side, points in (("top", top), ("left", sides), ("bottom", bottom), ("right", sides)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(points * 20))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)  # noqa: SLF001


def _next(cell: _Cell) -> Paragraph:
    """The cell's first paragraph while it is empty, else a new one."""
    first: Paragraph = cell.paragraphs[0]
    is_empty = len(cell.paragraphs) == 1 and not first.runs and first._element.pPr is None  # noqa: SLF001
    return first if is_empty else cell.add_paragraph()


def _head(document: Docx, paper: Paper) -> None:
    width = _width_mm(wide=paper.wide)
    halves = (width * measures.ISSUER_SHARE, width * (1 - measures.ISSUER_SHARE))
    table = _bare_table(document, 2, halves)
    left, right = table.rows[0].cells
    if paper.parent:
        _write(_next(left), paper.parent.upper(), measures.HEAD_SIZE)
    issuer = paper.issuer.upper()
    _write(_next(left), issuer, measures.HEAD_SIZE, bold=True)
    length = stringWidth(_one_line(issuer), "Termes-Bold", measures.HEAD_SIZE)
    _rule(left.add_paragraph(), min(length, halves[0] / _POINT_MM) * measures.RULE_SHARE, halves[0])
    _write(_next(right), measures.COUNTRY, measures.HEAD_SIZE, bold=True)
    _write(right.add_paragraph(), measures.MOTTO, measures.MOTTO_SIZE, bold=True)
    _rule(right.add_paragraph(), stringWidth(measures.MOTTO, "Termes-Bold", measures.MOTTO_SIZE), halves[1])
    number, place = table.rows[1].cells
    _write(_next(number), paper.number_line, measures.NUMBER_SIZE)
    _write(_next(place), paper.place_line, measures.NUMBER_SIZE, italic=True)
    _space(document, 12)
    if paper.title:
        _write(document.add_paragraph(), paper.title.upper(), measures.TITLE_SIZE, bold=True)
    if paper.about:
        _write(document.add_paragraph(), paper.about, measures.TITLE_SIZE, bold=True)
        length = stringWidth(_one_line(paper.about), "Termes-Bold", measures.TITLE_SIZE)
        _rule(document.add_paragraph(), min(length, width / _POINT_MM * 0.6) * measures.RULE_SHARE, width)
    _space(document, 8)
    if paper.to:
        _addressees(document, paper.to, width)


def _addressees(document: Docx, names: Sequence[str], width: float) -> None:
    if len(names) == 1:
        _write(document.add_paragraph(), f"Kính gửi: {names[0]}", measures.BODY_SIZE)
    else:
        label, lines = _bare_table(document, 1, (width * 0.3, width * 0.7)).rows[0].cells
        _write(_next(label), "Kính gửi:", measures.BODY_SIZE, align="right")
        for line in recipient_lines(names):
            _write(_next(lines), line, measures.BODY_SIZE, align="left").paragraph_format.left_indent = Mm(2)
    _space(document, 6)


def _space(document: Docx, points: float) -> None:
    document.add_paragraph().paragraph_format.line_spacing = Pt(points)


def _annex(document: Docx, annex: Annex) -> None:
    _write(document.add_paragraph(), annex.heading, measures.TITLE_SIZE, bold=True)
    _write(document.add_paragraph(), annex.name.upper(), measures.TITLE_SIZE, bold=True)
    _write(document.add_paragraph(), annex.reference, measures.BODY_SIZE, italic=True)
    _space(document, 8)
    _blocks(document, annex.blocks, wide=annex.wide)


def _blocks(document: Docx, blocks: Sequence[Block], *, wide: bool) -> None:
    for block in blocks:
        if isinstance(block, Grid):
            _grid(document, block, _width_mm(wide=wide))
        elif isinstance(block, Heading):
            heading = _write(
                document.add_paragraph(), block.text, measures.BODY_SIZE, bold=True, align="left"
            )
            heading.paragraph_format.space_before = Pt(measures.BETWEEN)
            heading.paragraph_format.space_after = Pt(measures.BETWEEN / 2)
            heading.paragraph_format.keep_with_next = True
        elif isinstance(block, Square):
            _square(document, block, _width_mm(wide=wide))
        else:
            _text(document.add_paragraph(), block)


def _text(target: Paragraph, block: Text) -> None:
    small = block.style == "note"
    size = measures.RECIPIENTS_SIZE if small else measures.BODY_SIZE
    if block.lead:
        lead = target.add_run(f"{_one_line(block.lead)} ")
        lead.font.size, lead.bold = Pt(size), True
    in_middle = block.style == "centre"
    align = "centre" if in_middle else "left" if block.style in {"plain", "note"} else "justify"
    _write(target, block.text, size, bold=in_middle, italic=block.style == "basis", align=align)
    spacing = target.paragraph_format
    spacing.space_before = spacing.space_after = Pt(measures.BETWEEN / 2)
    spacing.line_spacing = measures.LINE_SPACING
    if block.style not in UNINDENTED:
        spacing.first_line_indent = Mm(measures.FIRST_LINE)


def _square(document: Docx, block: Square, width: float) -> None:
    picture, words = _bare_table(document, 1, (block.side + 3, width - block.side - 3)).rows[0].cells
    _next(picture).add_run().add_picture(io.BytesIO(block.png), width=Mm(block.side))
    words.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    _write(words.paragraphs[0], block.words, measures.RECIPIENTS_SIZE, align="left")


def _grid(document: Docx, grid: Grid, width: float) -> None:
    made = document.add_table(rows=1 + len(grid.rows), cols=len(grid.columns), style="Table Grid")
    shares = sum(column.share for column in grid.columns)
    _fix(
        made,
        [width * column.share / shares for column in grid.columns],
        padding=(measures.CELL_TOP, measures.CELL_SIDE, measures.CELL_BOTTOM),
    )
    table_rows = [list(row.cells) for row in made.rows]
    for row_cells in table_rows:
        for cell in row_cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for cell, column in zip(table_rows[0], grid.columns, strict=True):
        _write(cell.paragraphs[0], column.text, grid.size, bold=True)
    repeated = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001
    for number, (cells, row) in enumerate(zip(table_rows[1:], grid.rows, strict=True)):
        if number in grid.groups:
            whole = cells[0].merge(cells[-1])
            _write(whole.paragraphs[0], row[0], grid.size, bold=True, align="left")
            continue
        for cell, column, text in zip(cells, grid.columns, row, strict=True):
            _write(cell.paragraphs[0], text, grid.size, align=column.align)
    _keep_rows(made)
    kept = table_rows[:-1] if len(grid.rows) <= measures.WHOLE_ROWS else table_rows[:1]
    for cell in itertools.chain(*kept):
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    _space(document, measures.BETWEEN)


def _foot(document: Docx, paper: Paper) -> None:
    width = _width_mm(wide=paper.wide)
    _space(document, 10)
    document.paragraphs[-1].paragraph_format.keep_with_next = bool(paper.signers)
    if len(paper.signers) == 1:
        left, right = _bare_table(document, 1, (width * 0.45, width * 0.55)).rows[0].cells
        _recipients(left, paper.recipients)
        _signature(right, paper.signers[0], signing_lines(paper))
        return
    if paper.signers:
        cells = _bare_table(document, 1, [width / len(paper.signers)] * len(paper.signers)).rows[0].cells
        for cell, signer in zip(cells, paper.signers, strict=True):
            _signature(cell, signer, signing_lines(paper))
        _space(document, 6)
    _recipients(document, paper.recipients)


def _recipients(target: Any, names: Sequence[str]) -> None:
    """target: a cell or the document."""
    if not names:
        return
    first = _next(target) if isinstance(target, _Cell) else target.add_paragraph()
    _write(first, "Nơi nhận:", measures.RECIPIENTS_HEAD_SIZE, bold=True, italic=True, align="left")
    for line in recipient_lines(names):
        _write(target.add_paragraph(), line, measures.RECIPIENTS_SIZE, align="left")


def _signature(cell: _Cell, signer: Signer, lines: int) -> None:
    """lines: above the name, so that the names of several signers are at the same height."""
    offices = [text for text in (signer.power, signer.post) if text]
    for line in [*offices, *[""] * (lines - len(offices))]:
        _write(_next(cell), line, measures.BODY_SIZE, bold=True).paragraph_format.keep_with_next = True
    room = cell.add_paragraph()
    room.paragraph_format.line_spacing = Emu(Mm(20))
    room.paragraph_format.keep_with_next = True
    _write(cell.add_paragraph(), signer.name, measures.BODY_SIZE, bold=True)


def _dated(data: bytes) -> bytes:
    """The same file with one fixed moment on each part, so that bytes repeat."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            after.writestr(
                zipfile.ZipInfo(part.filename, (2026, 1, 1, 0, 0, 0)), before.read(part), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
