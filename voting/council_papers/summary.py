"""The summary of scores (bảng tổng hợp điểm): every juror's total for every entry, the count, the places."""

from reportlab.platypus import Flowable

from app.core.documents import pages
from app.core.documents.spreadsheets import Cell, Sheet, SheetColumn, workbook
from app.web.i18n import translate
from voting.council_papers import official_texts as texts
from voting.council_papers.queries import CouncilPapers, PaperGroup, PaperRow
from voting.results.labels import VERDICTS

LEGEND = (
    "G1, G2 …: bí danh giám khảo. “tránh”: giám khảo tránh chấm; “vắng”: không chấm; “–”: không có phiếu. "
    "Ba trường hợp này không tính là 0 điểm. "
    "Dấu “…” sau số: số thập phân vô hạn, giá trị chính xác ở bảng tính."
)
SIZES = ((12, 8.5), (18, 7), (10**6, 6))
"""Up to so many jurors, type of that size."""


def summary_pdf(papers: CouncilPapers) -> bytes:
    """A4 across, a table for each product group."""
    round_ = papers.round
    story = [
        pages.official_head(texts.organ(round_), "", texts.BLANK_DATE, wide=True),
        *pages.title("BẢNG TỔNG HỢP ĐIỂM", f"Bình chọn {texts.subject(round_)}", round_.title_vi),
    ]
    for group in papers.groups:
        story += [pages.heading(f"Nhóm: {texts.group_name(group.group)}"), _table(group), pages.gap(2)]
    closed = f"Đóng chấm điểm lúc {texts.moment(round_.scoring_closed_at)}."
    story += [
        pages.signatures(
            ("NGƯỜI LẬP BẢNG", ""),
            ("THƯ KÝ HỘI ĐỒNG", seated(papers, "secretary")),
            ("CHỦ TỊCH HỘI ĐỒNG", seated(papers, "chair")),
            wide=True,
            after=[pages.paragraph(LEGEND, size=9), pages.paragraph(closed, size=9)],
        ),
    ]
    name = f"Bảng tổng hợp điểm - {round_.title_vi}"
    return pages.build(
        pages.Document(name, round_.organiser, story, round_.title_vi, banner(papers), wide=True)
    )


def summary_xlsx(papers: CouncilPapers) -> bytes:
    """Three sheets: the summary, the means of each criterion, every sheet with its scores."""
    heading = [f"Bảng tổng hợp điểm bình chọn {texts.subject(papers.round)}", papers.round.title_vi]
    heading += [text] if (text := banner(papers)) else []
    sheets = [_summary_sheet(group, heading) for group in papers.groups]
    sheets += [_criteria_sheet(papers, heading), _sheets_sheet(papers, heading)]
    return workbook(
        sheets, title=f"Bảng tổng hợp điểm - {papers.round.title_vi}", author=papers.round.organiser
    )


def seated(papers: CouncilPapers, role: str) -> str:
    """Who holds a seat of the council; empty where nobody does."""
    return next((member.name for member in papers.round.members if member.role == role), "")


def banner(papers: CouncilPapers) -> str:
    """What stands on every page: that nothing may leave the council yet, that it is a demonstration."""
    sealed = "" if papers.round.published_at else "NIÊM PHONG – KHÔNG ĐƯA RA NGOÀI HỘI ĐỒNG TRƯỚC KHI CÔNG BỐ"
    return " · ".join(part for part in (sealed, texts.DEMONSTRATION if papers.round.is_demo else "") if part)


def _table(group: PaperGroup) -> Flowable:
    size = next(size for most, size in SIZES if len(group.jurors) <= most)
    columns = [
        pages.Column("TT", 3.2, "centre"),
        pages.Column("Mã số", 7, "centre"),
        pages.Column("Tên sản phẩm", 22),
        pages.Column("Cơ sở", 20),
        *(pages.Column(juror, 4.6, "right") for juror in group.jurors),
        pages.Column("Điểm tổng hợp", 7, "right"),
        pages.Column("Thứ hạng", 5, "centre"),
        pages.Column("Kết quả", 9, "centre"),
    ]
    rows = [
        [
            str(number),
            row.code,
            row.board.nomination.product.name_vi,
            row.board.nomination.facility.name,
            *(texts.score(row.totals.get(juror)) for juror in group.jurors),
            texts.score(row.result["total"]),
            _place(row),
            _verdict(row),
        ]
        for number, row in enumerate(group.rows, start=1)
    ]
    return pages.table(columns, rows, wide=True, size=size)


def _place(row: PaperRow) -> str:
    place = row.result["place"]
    return texts.MISSING if place is None else f"{place}{' (đồng hạng)' if row.result['tie'] else ''}"


def _verdict(row: PaperRow) -> str:
    if row.left:
        return texts.LEFT[row.left]
    message = VERDICTS[row.result["verdict"]]
    return translate(message, "vi")


def _summary_sheet(group: PaperGroup, heading: list[str]) -> Sheet:
    columns = [
        SheetColumn("TT", 5),
        SheetColumn("Mã số", 10),
        SheetColumn("Tên sản phẩm", 40),
        SheetColumn("Cơ sở", 36),
        *(SheetColumn(juror, 8) for juror in group.jurors),
        SheetColumn("Điểm tổng hợp", 12),
        SheetColumn("Điểm chính xác", 12),
        SheetColumn("Thứ hạng", 9),
        SheetColumn("Kết quả", 14),
    ]
    rows: list[list[Cell]] = [
        [
            number,
            row.code,
            row.board.nomination.product.name_vi,
            row.board.nomination.facility.name,
            *(texts.figure(row.totals.get(juror)) for juror in group.jurors),
            texts.figure(row.result["total"]),
            texts.exact_figure(row.result["total"]),
            row.result["place"],
            _verdict(row),
        ]
        for number, row in enumerate(group.rows, start=1)
    ]
    name = texts.group_name(group.group)
    return Sheet(name, [*heading, f"Nhóm: {name}"], columns, rows)


def _criteria_sheet(papers: CouncilPapers, heading: list[str]) -> Sheet:
    columns = [SheetColumn("Mã số", 10), SheetColumn("Tên sản phẩm", 40)]
    columns += [SheetColumn(name, 22) for name in papers.criteria.values()]
    rows: list[list[Cell]] = [
        [
            row.code,
            row.board.nomination.product.name_vi,
            *(texts.figure(row.result["by_criterion"].get(code)) for code in papers.criteria),
        ]
        for row in papers.rows
    ]
    return Sheet("Theo tiêu chí", heading, columns, rows)


def _sheets_sheet(papers: CouncilPapers, heading: list[str]) -> Sheet:
    columns = [SheetColumn("Mã số", 10), SheetColumn("Giám khảo", 11)]
    columns += [SheetColumn(name, 22) for name in papers.criteria.values()]
    columns.append(SheetColumn("Tổng", 10))
    rows: list[list[Cell]] = [
        [
            row.code,
            juror,
            *(texts.figure(row.scores.get(juror, {}).get(code)) for code in papers.criteria),
            texts.figure(row.totals[juror]),
        ]
        for group in papers.groups
        for row in group.rows
        for juror in group.jurors
        if juror in row.totals
    ]
    return Sheet("Từng phiếu", heading, columns, rows)
