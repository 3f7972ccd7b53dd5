"""Prepare, sign and open again the report of a period."""

from sqlalchemy import func, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.models import AdministrativeUnit
from programme.models import PeriodReport, Programme, ReportLine
from programme.period_reports.budget import budget_now
from programme.period_reports.queries import lines_to_tell
from programme.period_reports.rules import Period, read_period
from programme.policies import can_reopen_report, can_report
from programme.report_log.writer import note_reopened, note_signed


def prepare_report(
    actor: Actor, programme_id: int, unit: AdministrativeUnit | None, code: str
) -> PeriodReport:
    """The first signature under the figures of a period that is over."""
    programme = db.session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("not_found")
    authorize(actor, can_report, programme, unit)
    period = read_period(code)
    if period is None or period.ends < programme.starts_on or period.begins > programme.ends_on:
        raise RuleBroken("report_period", "period")
    if period.ends >= today():
        raise RuleBroken("report_too_early", "period")
    unit_id = unit.id if unit is not None else None
    same = select(PeriodReport).where(PeriodReport.programme_id == programme_id, PeriodReport.period == code)
    report = db.session.scalar(same.where(PeriodReport.unit_id == unit_id))
    if report is not None and report.state != "open":
        raise Conflict("report_there", "period")
    _refuse_after_later(programme.id, unit_id, period)
    if report is None:
        report = PeriodReport(
            programme=programme,
            unit=unit,
            period=code,
            begins=period.begins,
            ends=period.ends,
            prepared_at=utc_now(),
        )
        db.session.add(report)
    report.state, report.prepared_by, report.prepared_at = "prepared", actor.user_id, utc_now()
    db.session.flush()
    audit.record(actor, "programme.period_report.prepare", report)
    return report


def sign_report(actor: Actor, report_id: int) -> PeriodReport:
    """The second signature, by another person: the figures are frozen as they are at this moment."""
    report = _report(report_id)
    authorize(actor, can_report, report.programme, report.unit)
    if report.state != "prepared":
        raise Conflict("report_settled")
    if report.prepared_by == actor.user_id:
        raise Conflict("report_second_person")
    period = Period(report.period, report.begins, report.ends)
    for line in lines_to_tell(report.programme, report.unit, period):
        report.lines.append(
            ReportLine(
                fact_id=line.fact_id, target_id=line.target_id, number=line.number, title=line.title, day=line.day,
                evidence=line.evidence, is_correction=line.is_correction, area=line.area,
                beneficiary=line.beneficiary, parts=dict(line.parts),
            )
        )  # fmt: skip
    report.budget = budget_now(report.programme, report.unit, period).as_json()
    report.state, report.signed_by, report.signed_at = "signed", actor.user_id, utc_now()
    note_signed(report)
    audit.record(actor, "programme.period_report.sign", report, count=len(report.lines))
    return report


def reopen_report(actor: Actor, report_id: int, reason: str) -> PeriodReport:
    """The level above opens the newest signed report again; it is prepared and signed anew."""
    report = _report(report_id)
    authorize(actor, can_reopen_report, report)
    if report.state != "signed":
        raise Conflict("report_settled")
    _refuse_after_later(
        report.programme_id, report.unit_id, Period(report.period, report.begins, report.ends)
    )
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    told = [{"fact": line.fact_id, "number": line.number} for line in report.lines]
    audit.record(actor, "programme.period_report.reopen", report, reason=reason.strip(), before=told)
    report.lines.clear()
    report.budget = {}
    report.state, report.reopened_reason = "open", reason.strip()
    report.signed_by = report.signed_at = None
    note_reopened(report)
    return report


def _refuse_after_later(programme_id: int, unit_id: int | None, period: Period) -> None:
    """What a later report told stands on this one: corrections go into the next, not into the past."""
    later = select(PeriodReport.id).where(
        PeriodReport.programme_id == programme_id,
        PeriodReport.unit_id == unit_id,
        PeriodReport.state == "signed",
        PeriodReport.ends > period.ends,
        func.length(PeriodReport.period) == len(period.code),
    )
    if db.session.scalar(later.limit(1)) is not None:
        raise Conflict("report_after_later", "period")


def _report(report_id: int) -> PeriodReport:
    report = db.session.get(PeriodReport, report_id, with_for_update=True)
    if report is None:
        raise NotFound("not_found")
    return report
