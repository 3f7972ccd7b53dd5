"""A report as files: the officials' paper, a spreadsheet, CSV, and JSON in the shape of a results framework."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.core.clock import local_day
from app.core.documents.official.media import paper_pdf
from app.core.documents.official.paper import Block, Column, Grid, Heading, Paper, Signer, Text
from app.core.documents.spreadsheets import Sheet, SheetColumn, workbook
from catalog.enums import FacilityKind
from programme.activities.rules import PARTS
from programme.models import PeriodReport, ReportLine
from programme.period_reports.areas import AreaFigure
from programme.period_reports.beneficiaries import BeneficiaryFigure
from programme.period_reports.budget import Budget
from programme.period_reports.queries import Figure, Line
from programme.period_reports.rules import NOBODY, PEOPLE, SEVERAL

CSV_HEADER = ("code", "target", "measure", "number", "approximate", "before", "new", "corrected", "total")
HEADS = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Số giao", "Kỳ trước", "Trong kỳ", "Sửa kỳ trước", "Lũy kế")
GRID = (
    Column("Mã", 7, "centre"), Column("Chỉ tiêu", 37), Column("ĐVT", 12), Column("Số giao", 11, "right"),
    Column("Kỳ trước", 11, "right"), Column("Trong kỳ", 11, "right"), Column("Lũy kế", 11, "right"),
)  # fmt: skip
AREA_GRID = (
    Column("Địa bàn", 24), Column("Mã", 7, "centre"), Column("Chỉ tiêu", 39), Column("Trong kỳ", 15, "right"),
    Column("Sửa kỳ trước", 15, "right"),
)  # fmt: skip
BENEFICIARY_GRID = (
    Column("Đối tượng", 20), Column("Mã", 7, "centre"), Column("Chỉ tiêu", 27), Column("Trong kỳ", 10, "right"),
    Column("Sửa kỳ trước", 10, "right"), Column("Nữ", 8, "right"), Column("Dân tộc thiểu số", 10, "right"),
    Column("Xã nghèo", 8, "right"),
)  # fmt: skip
BUDGET_GRID = (
    Column("Nguồn (đồng)", 24), Column("Kế hoạch trong kỳ", 19, "right"), Column("Đã dùng trong kỳ", 19, "right"),
    Column("Kế hoạch lũy kế", 19, "right"), Column("Đã dùng lũy kế", 19, "right"),
)  # fmt: skip
SOURCES = {"national": "Khuyến công quốc gia", "local": "Khuyến công địa phương", "own": "Cơ sở đối ứng"}
BUDGET_HEADER = ("source", "planned", "used", "planned_since_start", "used_since_start")
AREA_HEADER = ("area", "code", "target", "measure", "new", "corrected", "reported")
BENEFICIARY_HEADER = ("beneficiary", "code", "target", "measure", "new", "corrected", *PARTS)
BENEFICIARIES: dict[str, str] = {
    FacilityKind.ENTERPRISE: "Doanh nghiệp",
    FacilityKind.COOPERATIVE: "Hợp tác xã",
    FacilityKind.COOPERATIVE_GROUP: "Tổ hợp tác",
    FacilityKind.HOUSEHOLD: "Hộ kinh doanh",
    SEVERAL: "Cơ sở thuộc nhiều loại hình",
    PEOPLE: "Học viên, người tham gia",
    NOBODY: "Không riêng đối tượng nào",
}
NO_AREA = {True: "Chung của tỉnh, không gắn với xã, phường", False: "Không rõ địa bàn"}
"""By whether the report is of a province: what a whole province did is not of one commune."""
Lines = Sequence[Line] | Sequence[ReportLine]


@dataclass(frozen=True, slots=True)
class Told:
    """All that the files of a report tell."""

    report: PeriodReport
    figures: Sequence[Figure]
    lines: Lines
    areas: Sequence[AreaFigure]
    budget: Budget
    beneficiaries: Sequence[BeneficiaryFigure]


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


def area_rows(told: Told) -> list[tuple[object, ...]]:
    """A row for each target in each area; "reported" is empty in the report of a province."""
    return [
        (_area_name(told, row), row.target.code, row.target.version_on(told.report.ends).wording_vi,
         row.target.measure.name_vi, row.new, row.corrected, "" if row.reported is None else row.reported)
        for row in told.areas
    ]  # fmt: skip


def beneficiary_rows(told: Told) -> list[tuple[object, ...]]:
    """A row for each target of each kind of beneficiary; the parts are of the people, empty for facilities."""
    return [
        (BENEFICIARIES[row.beneficiary], row.target.code, row.target.version_on(told.report.ends).wording_vi,
         row.target.measure.name_vi, row.new, row.corrected,
         *(row.parts[name] if row.beneficiary == PEOPLE else "" for name in PARTS))
        for row in told.beneficiaries
    ]  # fmt: skip


def budget_rows(told: Told) -> list[tuple[object, ...]]:
    return [(SOURCES[name], *amounts) for name, *amounts in told.budget.rows]


def report_xlsx(told: Told) -> bytes:
    """The figures, where they are from, the money, and every fact behind them."""
    report, figures = told.report, told.figures
    title = f"Báo cáo {period_name(report.period)}"
    widths = (8, 46, 14, 14, 12, 12, 14, 12)
    rows = [
        [code, wording, measure, (f"khoảng {number}" if about else number), before, new, corrected, total]
        for code, wording, measure, number, about, before, new, corrected, total in csv_rows(report, figures)
    ]
    columns = [SheetColumn(text, width) for text, width in zip(HEADS, widths, strict=True)]
    areas = [
        SheetColumn(text, width)
        for text, width in (("Địa bàn", 26), ("Mã", 8), ("Chỉ tiêu", 46), ("Đơn vị tính", 14), ("Trong kỳ", 12),
                            ("Sửa kỳ trước", 14), ("Tỉnh đã ký báo cáo", 18))
    ]  # fmt: skip
    money = [SheetColumn(column.text, 24) for column in BUDGET_GRID]
    sheets = [
        Sheet("Chỉ tiêu", (report.programme.title_vi, title), columns, rows),  # type: ignore[arg-type]  # cells
        _fact_sheet(told),
        Sheet("Theo địa bàn", (), areas, [list(row) for row in area_rows(told)]),  # type: ignore[arg-type]  # cells
        _beneficiary_sheet(told),
        Sheet("Kinh phí", (), money, [list(row) for row in budget_rows(told)]),  # type: ignore[arg-type]  # cells
    ]
    return workbook(sheets, title=title, author="Tiêu Biểu")


def _fact_sheet(told: Told) -> Sheet:
    codes = {figure.target.id: figure.target.code for figure in told.figures}
    facts = [
        [codes.get(line.target_id, ""), line.title, line.number, line.day.strftime("%d/%m/%Y"),
         "x" if line.is_correction else ""]
        for line in told.lines
    ]  # fmt: skip
    columns = [
        SheetColumn(text, width)
        for text, width in (("Mã", 8), ("Việc", 60), ("Số", 10), ("Ngày", 14), ("Sửa kỳ trước", 14))
    ]
    return Sheet("Từng việc", (), columns, facts)


def _beneficiary_sheet(told: Told) -> Sheet:
    columns = [
        SheetColumn(text, width)
        for text, width in (("Đối tượng", 26), ("Mã", 8), ("Chỉ tiêu", 46), ("Đơn vị tính", 14), ("Trong kỳ", 12),
                            ("Sửa kỳ trước", 14), ("Nữ", 10), ("Dân tộc thiểu số", 16), ("Xã nghèo", 12))
    ]  # fmt: skip
    return Sheet("Theo đối tượng", (), columns, [list(row) for row in beneficiary_rows(told)])  # type: ignore[arg-type]  # cells


def report_json(told: Told) -> dict[str, Any]:
    """Result, indicator, period, location, dimension, budget, as IATI names them."""
    report, figures = told.report, told.figures
    places: dict[int, list[dict[str, Any]]] = {}
    for row in told.areas:
        place = {"location": row.area or None, "new": row.new, "corrected": row.corrected}
        if row.reported is not None:
            place["reported"] = row.reported
        places.setdefault(row.target.id, []).append(place)
    helped: dict[int, list[dict[str, Any]]] = {}
    for each in told.beneficiaries:
        parts = each.parts if each.beneficiary == PEOPLE else {}
        counted = {"new": each.new, "corrected": each.corrected, **parts}
        dimension = {"name": "beneficiary", "value": each.beneficiary, **counted}
        helped.setdefault(each.target.id, []).append(dimension)
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
                "locations": places.get(figure.target.id, []),
                "dimensions": helped.get(figure.target.id, []),
            }
            for figure in figures
        ],
        "budget": {"currency": "VND", **told.budget.as_json()},
    }


def report_pdf(told: Told) -> bytes:
    """The report as officials write it; blank where a number and a signer are filled in by hand."""
    report, figures = told.report, told.figures
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
        Heading("II. Kinh phí"),
        Grid(BUDGET_GRID, [[SOURCES[name], *map(_grouped, amounts)] for name, *amounts in told.budget.rows]),
        *_by_area(told),
        *_by_beneficiary(told),
        *_corrections(told),
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


def _area_name(told: Told, row: AreaFigure) -> str:
    return row.area or NO_AREA[told.report.unit_id is not None]


def _by_area(told: Told) -> list[Block]:
    rows: list[list[str]] = []
    for place, row in enumerate(told.areas):
        is_next = place == 0 or told.areas[place - 1].area != row.area
        rows.append(
            [_area_name(told, row) if is_next else "", row.target.code,
             row.target.version_on(told.report.ends).wording_vi, _grouped(row.new), _grouped(row.corrected)]
        )  # fmt: skip
    return [Heading("III. Theo địa bàn"), Grid(AREA_GRID, rows)] if rows else []


def _by_beneficiary(told: Told) -> list[Block]:
    rows: list[list[str]] = []
    for place, (row, cells) in enumerate(zip(told.beneficiaries, beneficiary_rows(told), strict=True)):
        is_next = place == 0 or told.beneficiaries[place - 1].beneficiary != row.beneficiary
        name, code, wording, _measure, *numbers = cells
        shown = [_grouped(number) if isinstance(number, int) else "" for number in numbers]
        rows.append([str(name) if is_next else "", str(code), str(wording), *shown])
    return [Heading("IV. Theo đối tượng thụ hưởng"), Grid(BENEFICIARY_GRID, rows)] if rows else []


def _corrections(told: Told) -> list[Block]:
    found: list[Block] = [
        Text(f"- {line.title}, ngày {line.day.strftime('%d/%m/%Y')}: {line.number:+d}")
        for line in told.lines
        if line.is_correction and line.number
    ]
    place = "V" if told.beneficiaries else "IV"
    return [Heading(f"{place}. Sửa số liệu các kỳ trước"), *found] if found else []


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
