"""Score sheets to be filled in by hand (phiếu chấm điểm, Circular 26/2014/TT-BCT, Annex 4): A4, one an entry.

The QR code leads to the page where the sheet is typed in; beside it stands the same code to be typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Table

from app.core.documents import pages
from app.core.documents.canvas import draw_modules
from app.core.documents.fonts import BOLD, ITALIC, REGULAR, SEMIBOLD
from app.core.documents.qr import Level, print_symbol
from voting.models import SelectionRound
from voting.official_papers import texts
from voting.paper_sheets.codes import show_paper_code
from voting.rules.rule_set import Criterion, Part, RuleSet, scored
from voting.tally.exact import exact_text

QR_SIDE = 30 * mm
GRID: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, pages.LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
LINE, LINES = 8 * mm, 4
"""Height and number of the lines for a remark."""
ROOM = 11 * mm
"""Height of a row for a handwritten score."""


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """What is printed on one sheet. code: of the paper; entry: the entry's code; address: what the QR code holds;
    name: of product and producer, empty where the rules are blind.
    """

    code: str
    address: str
    alias: str
    entry: str
    group: str
    name: str


class Symbol(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """A QR code of fixed size."""

    def __init__(self, payload: str) -> None:
        super().__init__()
        self.symbol = print_symbol(payload, Level.M)
        self.width = self.height = QR_SIDE

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_modules(self.canv, self.symbol.modules, self.symbol.size, 0, 0, QR_SIDE)


def score_sheets_pdf(
    round_: SelectionRound, rules: RuleSet, stacks: Sequence[tuple[str, Sequence[BlankSheet]]]
) -> bytes:
    """All sheets, each stack with a cover that names its juror; the sheets themselves have only the alias.

    stacks: (name of the juror, sheets).
    """
    story: list[Flowable] = []
    for name, sheets in stacks:
        story += _cover(round_, name, sheets)
        for sheet in sheets:
            story += [PageBreak(), *_sheet(round_, rules, sheet)]
        story.append(PageBreak())
    title = f"Phiếu chấm điểm - {round_.title_vi}"
    banner = texts.DEMONSTRATION if round_.is_demo else ""
    return pages.build(pages.Document(title, round_.organiser, story[:-1], round_.title_vi, banner))


def _cover(round_: SelectionRound, name: str, sheets: Sequence[BlankSheet]) -> list[Flowable]:
    columns = [
        pages.Column("TT", 1, "centre"),
        pages.Column("Mã số bình chọn", 3, "centre"),
        pages.Column("Nhóm", 6),
        pages.Column("Mã phiếu", 3, "centre"),
        pages.Column("Đã nhận lại", 3),
    ]
    rows = [
        [str(n), sheet.entry, texts.group_name(sheet.group), show_paper_code(sheet.code), ""]
        for n, sheet in enumerate(sheets, start=1)
    ]
    return [
        pages.official_head(texts.organ(round_), "", texts.BLANK_DATE),
        *pages.title("BÌA TẬP PHIẾU CHẤM ĐIỂM", f"Bình chọn {texts.subject(round_)}"),
        pages.paragraph(
            f"Giao cho: {name} (bí danh {sheets[0].alias}). Số phiếu: {len(sheets)}.", face=SEMIBOLD
        ),
        pages.paragraph(
            "Mỗi phiếu chấm một hồ sơ. Ghi điểm bằng số, không tẩy xóa; ký và ghi rõ họ tên. "
            "Tờ bìa này giữ riêng, không kèm theo phiếu khi nhập liệu."
        ),
        pages.table(columns, rows),
    ]


def _sheet(round_: SelectionRound, rules: RuleSet, sheet: BlankSheet) -> list[Flowable]:
    return [
        _head(round_, sheet),
        pages.gap(3),
        _facts(sheet),
        pages.gap(4),
        _criteria(rules),
        pages.gap(4),
        pages.paragraph("Nhận xét:", face=SEMIBOLD, after=2),
        Table(
            [[""]] * LINES,
            colWidths=[_width()],
            rowHeights=LINE,
            style=[("LINEBELOW", (0, 0), (-1, -1), 0.4, pages.LINE)],
        ),
        pages.gap(4),
        pages.paragraph(texts.BLANK_DATE, face=ITALIC, align="right"),
        pages.signatures(("", ""), ("GIÁM KHẢO", "")),
    ]


def _head(round_: SelectionRound, sheet: BlankSheet) -> Flowable:
    left = [
        pages.paragraph(round_.organiser.upper() or "HỘI ĐỒNG BÌNH CHỌN", size=10.5, after=8),
        pages.paragraph("PHIẾU CHẤM ĐIỂM", size=16, face=BOLD, after=2),
        pages.paragraph(f"Bình chọn {texts.subject(round_)}", size=11, after=2),
        pages.paragraph(round_.title_vi, size=10.5, after=0),
    ]
    right = [Symbol(sheet.address), pages.paragraph(show_paper_code(sheet.code), size=12, face=BOLD, after=0)]
    table = Table([[left, right]], colWidths=[_width() - QR_SIDE - 4 * mm, QR_SIDE + 4 * mm])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)])
    return table


def _facts(sheet: BlankSheet) -> Flowable:
    rows = [
        ("Mã số bình chọn", sheet.entry),
        ("Nhóm sản phẩm", texts.group_name(sheet.group)),
        *([("Tên sản phẩm", sheet.name)] if sheet.name else []),
        ("Giám khảo (bí danh)", sheet.alias),
    ]
    cells = [
        [pages.paragraph(name, size=10.5, after=0), pages.paragraph(text, size=11, face=SEMIBOLD, after=0)]
        for name, text in rows
    ]
    return Table(cells, colWidths=[_width() * 0.3, _width() * 0.7], style=GRID)


def _criteria(rules: RuleSet) -> Flowable:
    """The rows to be filled in, tall enough for a hand; a criterion with parts heads them."""
    head = [_cell(text, SEMIBOLD) for text in ("TT", "Tiêu chí", "Điểm tối đa", "Điểm chấm")]
    rows: list[list[Any]] = []
    style: list[Any] = [*GRID, ("BACKGROUND", (0, 0), (-1, 0), pages.HEAD)]
    for number, criterion in enumerate(rules.criteria, start=1):
        if criterion.parts:
            title = f"{number}. {criterion.name_vi} ({_number(criterion)} điểm)"
            rows.append([pages.paragraph(title, size=10.5, face=SEMIBOLD, after=0), "", "", ""])
            style.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        for place, one in enumerate(scored(criterion), start=1):
            label = f"{number}.{place}" if criterion.parts else str(number)
            rows.append([_cell(label), _described(one), _cell(_number(one)), ""])
    total = exact_text(sum_of(rules)).replace(".", ",")
    rows.append(["", pages.paragraph("Tổng điểm", face=BOLD, after=0), _cell(total, BOLD), ""])
    widths = [_width() * share for share in (0.08, 0.56, 0.16, 0.2)]
    heights = [None, *(None if row[1] == "" else _room(row[1], widths[1]) for row in rows)]
    return Table([head, *rows], colWidths=widths, rowHeights=heights, style=style, repeatRows=1)


def _room(text: Flowable, width: float) -> float:
    """As tall as its text needs, at least tall enough to write in."""
    return float(max(ROOM, text.wrap(width - 12, 1000)[1] + 8))


def _cell(text: str, face: str = REGULAR) -> Flowable:
    return pages.paragraph(text, size=10.5, face=face, align="centre", after=0)


def _width() -> float:
    return pages.text_width_mm(wide=False) * float(mm)


def sum_of(rules: RuleSet) -> Any:
    """The maximum of a sheet before weights."""
    return sum(one.maximum for criterion in rules.criteria for one in scored(criterion))


def _described(one: Criterion | Part) -> Flowable:
    """The criterion with its agreed bands."""
    anchors = "; ".join(
        f"{exact_text(band.lower)}–{exact_text(band.upper)}: {band.text_vi}".replace(".", ",")
        for band in one.anchors
        if band.text_vi
    )
    text = f"{one.name_vi} ({anchors})" if anchors else one.name_vi
    return pages.paragraph(text, size=10.5, after=0)


def _number(one: Criterion | Part) -> str:
    return exact_text(one.maximum).replace(".", ",")
