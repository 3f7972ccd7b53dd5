"""How the jury scored: agreement, severity, spread and sheets far off, and the board as a file. After closing."""

from dataclasses import dataclass
from fractions import Fraction

from flask import render_template
from werkzeug.wrappers import Response

from app.core.documents.spreadsheets import MEDIA_TYPE
from app.web.access import access, current_actor
from app.web.csv_files import csv_response
from app.web.i18n import current_locale, localized
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.agreement import readings
from voting.agreement.board import board_csv_rows, board_table, board_workbook
from voting.agreement.diagnostics import (
    Agreement,
    FarSheet,
    find_far_sheets,
    get_agreement,
    get_severity,
    get_spread,
)
from voting.agreement.plots import Scale, SpreadMarks, draw_offset, draw_spread, get_even_scale, get_scale
from voting.agreement.queries import JuryCount, list_jury_counts
from voting.blueprint import bp
from voting.enums import SpreadKind
from voting.rounds.pages import get_council_round
from voting.rule_sets.services import rules_of
from voting.rules.rule_set import RuleSet

FAR = Fraction(10)
"""Points from the median that count as far if the rules give no number."""
MOST_ROWS = 40
"""Number of entries drawn per group, the widest spread first, and of far sheets; the file contains all."""


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One entry: its drawing, and the figures beside it as text."""

    code: str
    product: str
    marks: SpreadMarks
    median: str
    ends: str
    range: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """What the page shows of one group. severity: (alias, name, sheets, offset, path of the bar)."""

    group: str
    agreement: Agreement
    severity: list[tuple[str, str, int, str, str]]
    severity_scale: Scale
    severity_reading: str
    spread: list[SpreadRow]
    spread_scale: Scale
    spread_reading: str
    entries: int
    far: list[FarSheet]
    far_reading: str


@localized(bp, "/hoi-dong/<slug>/dong-thuan", "/council/<slug>/agreement")
@access("voting.council")
def agreement(slug: str) -> str:
    """The agreement of the jurors. Nothing here changes a result."""
    round_ = get_council_round(slug)
    rules = rules_of(round_)
    counts = list_jury_counts(current_actor(), round_)
    return render_template(
        "voting/agreement/agreement.html",
        round=round_,
        views=[_view(count, _far_points(rules)) for count in counts],
        threshold=rules.threshold,
        groups=GROUPS,
        shown=readings.shown,
        w_reading=readings.w_reading,
        icc_reading=readings.icc_reading,
        most=MOST_ROWS,
    )


@localized(bp, "/hoi-dong/<slug>/bang-diem.csv", "/council/<slug>/board.csv")
@access("voting.council")
def board_csv(slug: str) -> Response:
    """The board with every juror's total, one row an entry."""
    round_ = get_council_round(slug)
    head, rows = board_table(list_jury_counts(current_actor(), round_), rules_of(round_))
    delimiter = ";" if current_locale() == "vi" else ","
    return _private(csv_response(f"{slug}-bang-diem", head, board_csv_rows(rows), delimiter=delimiter))


@localized(bp, "/hoi-dong/<slug>/bang-diem.xlsx", "/council/<slug>/board.xlsx")
@access("voting.council")
def board_xlsx(slug: str) -> Response:
    """The same as a spreadsheet, with a sheet on the jurors."""
    round_ = get_council_round(slug)
    data = board_workbook(round_, list_jury_counts(current_actor(), round_), rules_of(round_))
    response = Response(data, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-bang-diem.xlsx"'
    return _private(response)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _far_points(rules: RuleSet) -> Fraction:
    """The distance from which a sheet counts as far: that of the round's spread rule if it uses the median."""
    if rules.spread is not None and rules.spread.kind is SpreadKind.MEDIAN:
        return rules.spread.points
    return FAR


def _view(count: JuryCount, points: Fraction) -> GroupView:
    severity = get_severity(count.totals)
    even = get_even_scale(severity.values())
    spreads = {code: found for code, row in count.totals.items() if (found := get_spread(row)) is not None}
    scale = get_scale(total for row in count.totals.values() for total in row.values())
    far = find_far_sheets(count.totals, points)
    sheets = {alias: sum(alias in row for row in count.totals.values()) for alias in severity}
    products = {row.code: row.nomination.product.name_vi for row in count.rows}
    widest = sorted(spreads, key=lambda code: (-spreads[code].range, code))[:MOST_ROWS]
    return GroupView(
        group=count.group,
        agreement=get_agreement(count.totals),
        severity=[
            (alias, count.jurors[alias], sheets[alias], _signed(offset), draw_offset(offset, even))
            for alias, offset in sorted(severity.items(), key=lambda one: (one[1], one[0]))
        ],
        severity_scale=even,
        severity_reading=readings.severity_reading(severity),
        spread=[
            SpreadRow(
                code,
                products.get(code, ""),
                draw_spread(count.totals[code], scale, points),
                readings.shown(spreads[code].median),
                f"{readings.shown(spreads[code].lowest)}\u2013{readings.shown(spreads[code].highest)}",
                readings.shown(spreads[code].range),
            )
            for code in widest
        ],
        spread_scale=scale,
        spread_reading=readings.spread_reading(spreads),
        entries=len(spreads),
        far=far,
        far_reading=readings.far_reading(far, sum(sheets.values()), points),
    )


def _signed(value: Fraction) -> str:
    return ("+" if value > 0 else "") + readings.shown(value)
