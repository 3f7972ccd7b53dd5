"""The page for a text that leads to no lot or item: each case has its own true answer, and only a well-formed code that
was never issued is warned of.
"""

from enum import StrEnum

from flask import Response, make_response, render_template

from app.web.errors import problem, wants_problem
from app.web.i18n import N_, translate
from traceability.codes.lookup import list_lots_by_code
from traceability.codes.scan_text import ScanText, TextKind

NOT_FOUND = 404


class Case(StrEnum):
    """NEVER_ISSUED: a well-formed code or a serial that this register did not make. INCOMPLETE: characters are missing
    or too many. NOT_LISTED: a barcode number of goods that are not on this site. LOT_CODE: what a maker calls a lot.
    FOREIGN: the code of another system.
    """

    NEVER_ISSUED = "never-issued"
    INCOMPLETE = "incomplete"
    NOT_LISTED = "not-listed"
    LOT_CODE = "lot-code"
    FOREIGN = "foreign"


_DETAILS = {
    Case.NEVER_ISSUED: N_("This site has not issued this code."),
    Case.INCOMPLETE: N_("This code is not complete: it has 20 letters and digits."),
    Case.NOT_LISTED: N_("No product on this site has this barcode number."),
    Case.LOT_CODE: N_("This is the lot code of a maker, not a trace code."),
    Case.FOREIGN: N_("This is not a code of this site."),
}
_CASES = {
    TextKind.CODE: Case.NEVER_ISSUED,
    TextKind.LINK: Case.NOT_LISTED,
    TextKind.INCOMPLETE: Case.INCOMPLETE,
    TextKind.LOT_CODE: Case.LOT_CODE,
    TextKind.OTHER: Case.FOREIGN,
}


def unresolved(scan: ScanText) -> Response:
    """For a text that was typed, pasted or scanned."""
    lots = list_lots_by_code(scan.lot_code) if scan.lot_code else []
    return unresolved_page(Case.LOT_CODE if lots else _CASES[scan.kind], scan.lot_code, lots)


def unresolved_page(case: Case, lot_code: str = "", lots: object = ()) -> Response:
    """lots: public ones with this lot code, each with its trace code."""
    if wants_problem():
        named = {Case.NEVER_ISSUED, Case.NOT_LISTED}
        code = "not_in_register" if case in named else f"code_{case.replace('-', '_')}"
        return problem(NOT_FOUND, code, translate(_DETAILS[case]))
    page = render_template(
        "traceability/_unresolved.html",
        case=case,
        detail=translate(_DETAILS[case]),
        lot_code=lot_code,
        lots=lots,
    )
    return make_response(page, 200 if lots else NOT_FOUND)
