"""The page for a text that leads to no lot or item: each case has its own answer, with a warning only for a
well-formed code that was never issued.
"""

from enum import StrEnum
from typing import ClassVar

from flask import Response, current_app, make_response, render_template, request

from app.core.errors import DomainError
from app.web.errors import problem, wants_problem
from app.web.i18n import N_, translate
from app.web.requests.buckets import Buckets
from app.web.requests.networks import line_of
from traceability.codes.lookup import list_lots_by_code
from traceability.codes.scan_text import LONGEST, ScanText, TextKind

NOT_FOUND = 404
UNKNOWN_AT_ONCE, UNKNOWN_PER_SECOND = 100, 1
"""Codes that were never issued, requested from one line: people mistype some, a guessing program requests
thousands.
"""


class TooManyUnknownCodes(DomainError):
    """One line has asked for many codes that were never issued; issued ones are still answered."""

    status: ClassVar[int] = 429


class Case(StrEnum):
    """NEVER_ISSUED: a well-formed code or a serial that this register did not make. INCOMPLETE: characters are missing
    or too many. NOT_LISTED: a barcode number of goods that are not on this site. LOT_CODE: public lots have it as their
    maker's lot code. SHORT: too short for a trace code, and no public lot has it. FOREIGN: the code of another system.
    """

    NEVER_ISSUED = "never-issued"
    INCOMPLETE = "incomplete"
    NOT_LISTED = "not-listed"
    LOT_CODE = "lot-code"
    SHORT = "short"
    FOREIGN = "foreign"


_DETAILS = {
    Case.NEVER_ISSUED: N_("This site has not issued this code."),
    Case.INCOMPLETE: N_("This code is not complete: it has 20 letters and digits."),
    Case.NOT_LISTED: N_("No product on this site has this barcode number."),
    Case.LOT_CODE: N_("Lots on this site have it as their maker’s lot code. It is not a trace code."),
    Case.SHORT: N_("This is not a trace code: those have 20 letters and digits."),
    Case.FOREIGN: N_("This is not a code of this site."),
}
_CASES = {
    TextKind.CODE: Case.NEVER_ISSUED,
    TextKind.LINK: Case.NOT_LISTED,
    TextKind.INCOMPLETE: Case.INCOMPLETE,
    TextKind.LOT_CODE: Case.SHORT,
    TextKind.OTHER: Case.FOREIGN,
}


def unresolved(scan: ScanText) -> Response:
    """For a text that was typed, pasted or scanned."""
    lots = list_lots_by_code(scan.lot_code) if scan.lot_code else []
    case = Case.FOREIGN if scan.is_elsewhere else _CASES[scan.kind]
    return unresolved_page(Case.LOT_CODE if lots else case, scan.lot_code, lots)


def unresolved_page(case: Case, lot_code: str = "", lots: object = ()) -> Response:
    """lots: public ones with this lot code, each with its trace code. Raises TooManyUnknownCodes."""
    if case == Case.NEVER_ISSUED:
        _slow_down_guessing()
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
        asked=_asked(),
    )
    return make_response(page, 200 if lots else NOT_FOUND)


def _asked() -> str:
    """The code as it was typed, or the one in the address: a mistake in one letter of twenty is put right in place."""
    parts = request.view_args or {}
    asked = request.args.get("code") or parts.get("code") or parts.get("rest", "").partition("/")[0]
    return str(asked)[:LONGEST]


def _slow_down_guessing() -> None:
    """Real codes are never counted, so that nobody behind the same line is kept from them."""
    buckets: Buckets = current_app.extensions.setdefault(
        "unknown_code_buckets", Buckets(burst=UNKNOWN_AT_ONCE, per_second=UNKNOWN_PER_SECOND)
    )
    if wait := buckets.take(line_of(request.remote_addr)):
        raise TooManyUnknownCodes("too_many_unknown_codes", retry_after=wait)
