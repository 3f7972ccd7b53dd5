"""A report as files: the officials' paper, a spreadsheet, CSV, and JSON in the shape of a results framework."""

from collections.abc import Sequence
from typing import Any

from app.core.clock import local_day
from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Signer, Text
from app.core.documents.official.pdf import paper_pdf
from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from programme.models import PeriodReport, ReportLine
from programme.period_reports.queries import Figure, Line

CSV_HEADER = ("code", "target", "measure", "number", "approximate", "before", "new", "corrected", "total")
HEADS = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Số giao", "Kỳ trước", "Trong kỳ", "Sửa kỳ trước", "Lũy kế")
GRID = (
    Column("Mã", 7, "centre"), Column("Chỉ tiêu", 37), Column("ĐVT", 12), Column("Số giao", 11, "right"),
    Column("Kỳ trước", 11, "right"), Column("Trong kỳ", 11, "right"), Column("Lũy kế", 11, "right"),
)  # fmt: skip
Lines = Sequence[Line] | Sequence[ReportLine]


def period_name(code: str) -> str:
    """Quý II năm 2023, năm 2023."""
    year, _, quarter = code.partition("Q")
    return f"quý {('I', 'II', 'III', 'IV')[int(quarter) - 1]} năm {year}" if quarter else f"năm {year}"


def csv_rows(report: PeriodReport, figures: Sequence[Figure]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for figure in figures:
        version = figure.target.version_on(report.ends)
        about = "1" if version.is_approximate else ""
        rows.append(
            (figure.target.code, version.wording_vi, figure.target.measure.name_vi, version.number or "", about,
             figure.before, figure.new, figure.corrected, figure.total)
        )  # fmt: skip
    return rows


def report_xlsx(report: PeriodReport, figures: Sequence[Figure], lines: Lines) -> bytes:
    """The figures, and every fact behind them."""
    title = f"Báo cáo {period_name(report.period)}"
    widths = (8, 46, 14, 14, 12, 12, 14, 12)
    rows = [
        [code, wording, measure, (f"khoảng {number}" if about else number), before, new, corrected, total]
        for code, wording, measure, number, about, before, new, corrected, total in csv_rows(report, figures)
    ]
    codes = {figure.target.id: figure.target.code for figure in figures}
    facts = [
        [codes.get(line.target_id, ""), line.title, line.number, line.day.strftime("%d/%m/%Y"),
         "x" if line.is_correction else ""]
        for line in lines
    ]  # fmt: skip
    columns = [SheetColumn(text, width) for text, width in zip(HEADS, widths, strict=True)]
    fact_columns = [
        SheetColumn(text, width)
        for text, width in (("Mã", 8), ("Việc", 60), ("Số", 10), ("Ngày", 14), ("Sửa kỳ trước", 14))
    ]
    sheets = [
        Sheet("Chỉ tiêu", (report.programme.title_vi, title), columns, rows),  # type: ignore[arg-type]  # cells
        Sheet("Từng việc", (), fact_columns, facts),
    ]
    return workbook(sheets, title=title, author="Tiêu Biểu")


def report_json(report: PeriodReport, figures: Sequence[Figure]) -> dict[str, Any]:
    """Result, indicator, period, as IATI names them."""
    return {
        "result": {"title": report.programme.title_vi, "reference": report.programme.slug},
        "reporting": report.unit.code if report.unit is not None else None,
        "state": report.state,
        "indicators": [
            {
                "reference": figure.target.code,
                "title": figure.target.version_on(report.ends).wording_vi,
                "measure": figure.target.measure.code,
                "target": figure.target.version_on(report.ends).number,
                "approximate": figure.target.version_on(report.ends).is_approximate,
                "period": {"start": report.begins.isoformat(), "end": report.ends.isoformat()},
                "actual": {"new": figure.new, "corrected": figure.corrected, "cumulative": figure.total},
            }
            for figure in figures
        ],
    }


def report_pdf(report: PeriodReport, figures: Sequence[Figure], lines: Lines) -> bytes:
    """The report as officials write it; blank where a number and a signer are filled in by hand."""
    of_unit = report.unit is not None
    name = report.unit.name_vi if report.unit is not None else ""
    programme = report.programme
    opening = (
        f"Thực hiện {programme.title_vi} ({programme.decision_number}), số liệu {name or 'cả nước'} như sau:"
    )
    blocks: list[Block] = [
        Text(opening),
        Heading("I. Kết quả theo chỉ tiêu"),
        Grid(GRID, [_row(report, figure) for figure in figures]),
        *_corrections(lines),
    ]
    paper = Paper(
        issuer="Sở Công Thương" if of_unit else "Bộ Công Thương", sign="BC-SCT" if of_unit else "BC-BCT",
        title="Báo cáo", about=f"Kết quả thực hiện chương trình khuyến công {period_name(report.period)}",
        blocks=blocks, signers=[Signer("GIÁM ĐỐC" if of_unit else "……………………")],
        made_at=report.signed_at or report.prepared_at, place=name or "Hà Nội",
        day=local_day(report.signed_at) if report.signed_at else None, recipients=["Như trên", "Lưu: VT"],
        banner="" if report.state == "signed" else "DỰ THẢO",
    )  # fmt: skip
    return paper_pdf(paper)


def _corrections(lines: Lines) -> list[Block]:
    found: list[Block] = [
        Text(f"- {line.title}, ngày {line.day.strftime('%d/%m/%Y')}: {line.number:+d}")
        for line in lines
        if line.is_correction
    ]
    return [Heading("II. Sửa số liệu các kỳ trước"), *found] if found else []


def _row(report: PeriodReport, figure: Figure) -> list[str]:
    version = figure.target.version_on(report.ends)
    asked = (
        "–"
        if version.number is None
        else f"{'khoảng ' if version.is_approximate else ''}{_grouped(version.number)}"
    )
    now = _grouped(figure.new + figure.corrected)
    return [
        figure.target.code, version.wording_vi, figure.target.measure.name_vi, asked, _grouped(figure.before), now,
        _grouped(figure.total),
    ]  # fmt: skip


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
