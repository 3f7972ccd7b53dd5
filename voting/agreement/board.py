"""The council's board as a table for CSV and spreadsheet: one row per entry, every juror's total, exact
numbers.
"""

from collections.abc import Sequence

from app.core.documents.spreadsheets import Cell, Sheet, SheetColumn, workbook
from app.web.csv_files import csv_number
from app.web.i18n import N_, current_locale, translate
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.agreement.diagnostics import get_severity, get_spread
from voting.agreement.queries import JuryCount
from voting.council_papers.queries import LEFT
from voting.dossiers.labels import NOMINATION_STATES
from voting.models import SelectionRound
from voting.official_papers import texts
from voting.results.board import BoardRow
from voting.results.labels import VERDICTS
from voting.rules.rule_set import RuleSet, scored
from voting.tally.exact import exact_text

Row = list[str]
TEXTS, WIDE = 6, 34
"""Number of text columns before the numbers; the last two of them are wide."""
SHEET_STATUSES = {"recused": N_("recused"), "absent": N_("absent")}


def board_table(counts: Sequence[JuryCount], rules: RuleSet) -> tuple[Row, list[Row]]:
    """Head and rows; numbers as exact text with a point, the status in words for sheets that have none."""
    names = _criteria(rules)
    jurors = [alias for count in counts for alias in count.jurors]
    head = [
        translate("Product group"),
        translate("Place"),
        translate("Council"),
        translate("Entry code"),
        translate("Product"),
        translate("Facility"),
        translate("Mean total"),
        translate("Exact total"),
        translate("Count"),
        translate("Sheets"),
        *names.values(),
        *jurors,
        translate("Median"),
        translate("Lowest"),
        translate("Highest"),
        translate("Range"),
    ]
    return head, [_row(count, row, list(names), jurors) for count in counts for row in count.rows]


def board_workbook(round_: SelectionRound, counts: Sequence[JuryCount], rules: RuleSet) -> bytes:
    """One sheet per group and one on the jurors."""
    sheets = [_group_sheet(round_, count, rules) for count in counts]
    sheets.append(_jurors_sheet(round_, counts))
    return workbook(sheets, title=round_.title_vi, author=round_.organiser)


def _group_sheet(round_: SelectionRound, count: JuryCount, rules: RuleSet) -> Sheet:
    head, rows = board_table([count], rules)
    columns = [SheetColumn(text, WIDE if n in {TEXTS - 2, TEXTS - 1} else 12) for n, text in enumerate(head)]
    cells: list[list[Cell]] = [
        [row[0], _cell(row[1]), *row[2:TEXTS], *(_cell(text) for text in row[TEXTS:])] for row in rows
    ]
    name = _group(count)
    return Sheet(name, _heading(round_, name), columns, cells)


def _jurors_sheet(round_: SelectionRound, counts: Sequence[JuryCount]) -> Sheet:
    rows: list[list[Cell]] = [
        [_group(count), alias, count.jurors[alias], _cell(exact_text(offset))]
        for count in counts
        for alias, offset in get_severity(count.totals).items()
    ]
    columns = [
        SheetColumn(translate("Product group"), WIDE),
        SheetColumn(translate("Juror"), 10),
        SheetColumn(translate("Name"), WIDE),
        SheetColumn(translate("Distance from the entries' means"), 20),
    ]
    return Sheet(translate("Jurors"), _heading(round_, translate("Jurors")), columns, rows)


def _heading(round_: SelectionRound, name: str) -> list[str]:
    return [round_.title_vi, name, *([texts.DEMONSTRATION] if round_.is_demo else [])]


def _row(count: JuryCount, row: BoardRow, criteria: list[str], jurors: list[str]) -> Row:
    totals, states = count.totals.get(row.code, {}), count.states.get(row.code, {})
    spread = get_spread(totals)
    measures = (spread.median, spread.lowest, spread.highest, spread.range) if spread else ()
    verdict = VERDICTS[row.row["verdict"]]
    return [
        _group(count),
        str(row.row["place"] or ""),
        _decided(row),
        row.code,
        row.nomination.product.name_vi,
        row.nomination.facility.name,
        row.row["total"] or "",
        _exact(row.row["total"]),
        translate(verdict),
        str(row.row["ballots"]),
        *(row.row["by_criterion"].get(code) or "" for code in criteria),
        *(exact_text(totals[a]) if a in totals else _status(states.get(a, "")) for a in jurors),
        *([exact_text(value) for value in measures] or [""] * 4),
    ]


def _decided(row: BoardRow) -> str:
    if row.nomination.state in LEFT:
        return translate(NOMINATION_STATES[row.nomination.state])
    if row.verdict is None:
        return ""
    return translate("Recognise") if row.verdict.recognised else translate("Do not recognise")


def _criteria(rules: RuleSet) -> dict[str, str]:
    name = "name_vi" if current_locale() == "vi" else "name_en"
    return {one.code: getattr(one, name) for criterion in rules.criteria for one in scored(criterion)}


def _group(count: JuryCount) -> str:
    label = next((text for group, text in GROUPS.items() if group == count.group), "")
    return translate(label) if label else count.group


def board_csv_rows(rows: list[Row]) -> list[Row]:
    """The rows for a text file: totals to two places at least, so that no office program reads them as dates
    or thousands.
    """
    mark = "," if current_locale() == "vi" else "."
    return [[*row[:TEXTS], *(csv_number(text, mark) for text in row[TEXTS:])] for row in rows]


def is_number(text: str) -> bool:
    """Whether a cell holds an exact number: digits, a point or a fraction, a minus before it."""
    return bool(text) and text.removeprefix("-").replace(".", "").replace("/", "").isdigit()


def _exact(text: str | None) -> str:
    return (text or "").replace("/", "\u2044").replace(".", "," if current_locale() == "vi" else ".")


def _status(text: str) -> str:
    return translate(SHEET_STATUSES[text]) if text in SHEET_STATUSES else text


def _cell(text: str) -> Cell:
    return texts.figure(text) if is_number(text) else text
