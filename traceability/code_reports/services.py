"""A person who scanned a code reports what is wrong; the facility or an officer closes the report."""

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound, RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from traceability.checks import MAX_TEXT, close_case, short
from traceability.codes.lookup import find_code
from traceability.models import CodeReport
from traceability.policies import can_recall_lot
from traceability.terms import REPORT_REASONS


def report_code(actor: Actor, typed: str, *, reason: str, text: str = "", contact: str = "") -> CodeReport:
    """Save a report; open to everybody."""
    code = find_code(typed)
    if code is None or not code.lot.is_public:
        raise NotFound("not_found")
    if reason not in REPORT_REASONS:
        raise RuleBroken("choice_unknown", "reason")
    report = CodeReport(
        code_id=code.id, reason=reason, text=short(text, "text", MAX_TEXT), contact=short(contact, "contact"),
        created_at=utc_now(),
    )  # fmt: skip
    db.session.add(report)
    audit.record(
        actor, "traceability.code.report", report, label=code.lot.code, lot_id=code.lot_id, reason=reason
    )
    return report


def close_report(actor: Actor, report_id: int, answer: str) -> CodeReport:
    """Record what was done; the reporter's contact is deleted with it."""
    report = load(CodeReport, report_id)
    authorize(actor, can_recall_lot, report.code.lot)
    close_case(report, actor, answer)
    report.contact = ""
    audit.record(actor, "traceability.report.close", report, label=report.code.lot.code, answer=answer)
    return report
