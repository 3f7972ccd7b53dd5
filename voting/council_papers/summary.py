"""The summary of scores (bảng tổng hợp điểm): every juror's total for every entry, the count, the places."""

from dataclasses import replace

from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Signer, Text
from app.core.documents.spreadsheets import Cell, Sheet, SheetColumn, workbook
from app.web.i18n import translate
from voting.council_papers.queries import CouncilPapers, PaperGroup, PaperRow
from voting.models import SelectionRound
from voting.official_papers import texts
from voting.official_papers.frame import banner_of, frame_of, seated
from voting.official_papers.series import PaperKind
from voting.results.labels import VERDICTS

LEGEND = (
    "G1, G2 …: bí danh giám khảo. “tránh”: giám khảo tránh chấm; “vắng”: không chấm; “–”: không có phiếu. "
    "Ba trường hợp này không tính là 0 điểm. "
    "Dấu “…” sau số: số thập phân vô hạn, giá trị chính xác ở bảng tính."
)
SIZES = ((12, 8.5), (18, 7), (10**6, 6))
"""Type size for up to this many jurors."""


def summary_paper(papers: CouncilPapers) -> Paper:
    """A4 across, a table for each product group; no number of its own, it goes with the minutes."""
    round_ = papers.round
    blocks: list[Block] = []
    for group in papers.groups:
        blocks += [Heading(f"Nhóm: {texts.group_name(group.group)}"), _table(group)]
    blocks += [
        Text(LEGEND, style="note"),
        Text(f"Đóng chấm điểm lúc {texts.moment(round_.scoring_closed_at)}.", style="note"),
    ]
    paper = frame_of(round_, PaperKind.MINUTES).paper(
        "Bảng tổng hợp điểm",
        f"Bình chọn {texts.subject(round_)}",
        blocks,
        [
            Signer("NGƯỜI LẬP BẢNG"),
            Signer("THƯ KÝ HỘI ĐỒNG", seated(round_, "secretary")),
            Signer("CHỦ TỊCH HỘI ĐỒNG", seated(round_, "chair")),
        ],
        banner=sealed_banner(round_),
    )
    return replace(paper, sign="", wide=True, recipients=())


def summary_xlsx(papers: CouncilPapers) -> bytes:
    """Three sheets: the summary, the means of each criterion, every sheet with its scores."""
    heading = [f"Bảng tổng hợp điểm bình chọn {texts.subject(papers.round)}", papers.round.title_vi]
    heading += [text] if (text := banner_of(papers.round, sealed_banner(papers.round))) else []
    sheets = [_summary_sheet(group, heading) for group in papers.groups]
    sheets += [_criteria_sheet(papers, heading), _sheets_sheet(papers, heading)]
    return workbook(
        sheets, title=f"Bảng tổng hợp điểm - {papers.round.title_vi}", author=papers.round.organiser
    )


def sealed_banner(round_: SelectionRound) -> str:
    """That nothing may leave the council yet; nothing once the decision is public."""
    return "" if round_.published_at else "NIÊM PHONG – KHÔNG ĐƯA RA NGOÀI HỘI ĐỒNG TRƯỚC KHI CÔNG BỐ"


def _table(group: PaperGroup) -> Grid:
    size = next(size for most, size in SIZES if len(group.jurors) <= most)
    columns = [
        Column("TT", 3.2, "centre"),
        Column("Mã số", 7, "centre"),
        Column("Tên sản phẩm", 22),
        Column("Cơ sở", 20),
        *(Column(juror, 4.6, "right") for juror in group.jurors),
        Column("Điểm tổng hợp", 7, "right"),
        Column("Thứ hạng", 5, "centre"),
        Column("Kết quả", 9, "centre"),
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
    return Grid(columns, rows, size=size)


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
