"""Reports of periods for officers: who has reported, one report with its signatures and files."""

from itertools import groupby

from flask import Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.core.actor import Actor, Role
from app.core.clock import today
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.documents.spreadsheets import MEDIA_TYPE
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.text import sort_key
from app.web.access import access, current_actor
from app.web.csv_files import csv_response
from app.web.fields import ReasonForm
from app.web.forms import Form
from app.web.i18n import N_, current_locale, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.models import AdministrativeUnit
from programme.activities.labels import PARTS, SUMS
from programme.blueprint import bp
from programme.models import PeriodReport, Programme
from programme.period_reports import files, queries, services
from programme.period_reports.areas import AreaFigure, area_figures, list_reporting
from programme.period_reports.beneficiaries import beneficiary_figures
from programme.period_reports.budget import budget_of
from programme.period_reports.labels import BENEFICIARIES, STATES, period_text
from programme.period_reports.rules import Period, quarters_of
from programme.policies import can_reopen_report, can_report
from programme.targets.queries import get_programme

LATEST = 6
"""How many quarters the list of who has reported offers."""
Page = BaseResponse | str | tuple[str, int]


class PeriodForm(Form):
    unit = SelectField(N_("Province or city"))
    period = SelectField(N_("Period"))

    def offer(self, row: Programme, units: list[AdministrativeUnit], quarters: list[Period]) -> None:
        """units: the provinces that the person may report for; a single one is not asked for."""
        self.unit.choices = [SelectChoice(str(unit.id), unit.name_in(current_locale())) for unit in units]
        if len(units) <= 1:
            del self.unit
        codes = [period.code for period in reversed(quarters)] + [str(year) for year in _years(row)]
        self.period.choices = [SelectChoice(code, period_text(code)) for code in codes]


@localized(
    bp, "/can-bo/chuong-trinh/<slug>/bao-cao", "/officer/programmes/<slug>/reports", methods=("GET", "POST")
)
@access("programme.manage")
def reports(slug: str) -> Page:
    """Reports of a programme, who has not reported; prepares the next one."""
    row = get_programme(slug)
    over = [period for period in quarters_of(row.starts_on, row.ends_on) if period.ends < today()]
    form, units = PeriodForm(), _own_units(current_actor(), row)
    form.offer(row, units, over)
    if form.validate_on_submit():
        try:
            with transaction():
                unit = _asked_unit(form, units)
                report_id = services.prepare_report(current_actor(), row.id, unit, form.period.data).id
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("The report is prepared. Another person signs it."))
            return redirect(local_url("programme.report", report_id=report_id), 303)
    row = get_programme(slug)
    shown = _asked_period(over)
    page = render_template(
        "programme/period_reports/reports.html",
        programme=row,
        form=form,
        rows=[report for report in queries.list_reports(row) if _may_see(report)],
        may_see=_may_see,
        states=STATES,
        name=period_text,
        shown=shown,
        quarters=list(reversed(over[-LATEST:])),
        reporting=list_reporting(row, shown) if shown is not None and row.unit_id is None else [],
        may_report=bool(units) or bool(can_report(current_actor(), row, None)),
    )
    return page, 422 if form.is_submitted() else 200


@localized(bp, "/can-bo/bao-cao-khuyen-cong/<int:report_id>", "/officer/programme-reports/<int:report_id>")
@access("programme.manage")
def report(report_id: int) -> Page:
    """One report: its figures, what it corrects, its signatures."""
    return _page(report_id, ReasonForm())


@localized(
    bp,
    "/can-bo/bao-cao-khuyen-cong/<int:report_id>/buoc",
    "/officer/programme-reports/<int:report_id>/step",
    methods=("POST",),
)
@access("programme.manage")
def step_report(report_id: int) -> Page:
    """Sign as the second person, or open again from above."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(report_id, form), 422
    try:
        with transaction():
            _go_on(request.form.get("act", ""), report_id, form.reason.data or "")
    except RuleBroken as error:
        form.refuse(error)
        return _page(report_id, form), 422
    except NotFound:
        raise
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        tell("success", translate("Done."))
    return redirect(local_url("programme.report", report_id=report_id), 303)


@localized(
    bp,
    "/can-bo/bao-cao-khuyen-cong/<int:report_id>/tep.<suffix>",
    "/officer/programme-reports/<int:report_id>/file.<suffix>",
)
@access("programme.manage")
def report_file(report_id: int, suffix: str) -> Response:
    """The report as PDF, XLSX, CSV or JSON."""
    row = _seen(report_id)
    told = _told(row)
    name = f"bao-cao-{row.programme.slug}-{row.period}"
    if suffix == "csv":
        return _csv(told, name, request.args.get("table", ""))
    if suffix == "json":
        return jsonify(files.report_json(told))
    if suffix == "xlsx":
        return _sent(files.report_xlsx(told), MEDIA_TYPE, f"{name}.xlsx")
    if suffix == "pdf":
        return _sent(files.report_pdf(told), "application/pdf", f"{name}.pdf")
    raise NotFound("not_found")


def _csv(told: files.Told, name: str, table: str) -> Response:
    """The figures by target, or one of the other tables of the report: `areas`, `beneficiaries`, `budget`."""
    if table == "areas":
        return csv_response(f"{name}-dia-ban", files.AREA_HEADER, files.area_rows(told))
    if table == "beneficiaries":
        rows = files.beneficiary_rows(told)
        return csv_response(f"{name}-doi-tuong", files.BENEFICIARY_HEADER, rows)
    if table == "budget":
        return csv_response(f"{name}-kinh-phi", files.BUDGET_HEADER, files.budget_rows(told))
    return csv_response(name, files.CSV_HEADER, files.csv_rows(told.report, told.figures))


def _told(row: PeriodReport) -> files.Told:
    lines = _lines(row)
    figures = queries.figures_of(row.programme, row, lines)
    return files.Told(
        row, figures, lines, area_figures(row, lines), budget_of(row), beneficiary_figures(row, lines)
    )


def _go_on(act: str, report_id: int, reason: str) -> None:
    if act == "reopen":
        services.reopen_report(current_actor(), report_id, reason)
    elif act == "sign":
        services.sign_report(current_actor(), report_id)
    else:
        raise RuleBroken("step_unknown")


def _page(report_id: int, form: ReasonForm) -> str:
    row, actor = _seen(report_id), current_actor()
    told = _told(row)
    return render_template(
        "programme/period_reports/report.html",
        report=row,
        figures=told.figures,
        corrections=[line for line in told.lines if line.is_correction and line.number],
        areas=_by_area(told),
        beneficiaries=told.beneficiaries,
        beneficiary_names=BENEFICIARIES,
        parts=PARTS,
        budget=told.budget,
        sums=SUMS,
        name=period_text,
        states=STATES,
        form=form,
        may_sign=row.state == "prepared"
        and row.prepared_by != actor.user_id
        and bool(can_report(actor, row.programme, row.unit)),
        may_reopen=row.state == "signed" and bool(can_reopen_report(actor, row)),
    )


def _by_area(told: files.Told) -> list[tuple[str, list[AreaFigure]]]:
    """Areas with their targets, in the order of their names."""
    return [(area, list(rows)) for area, rows in groupby(told.areas, key=lambda row: row.area)]


def _seen(report_id: int) -> PeriodReport:
    """Officers of the nation see all reports, those of a province their own."""
    row = queries.get_report(report_id)
    if not _may_see(row):
        raise NotFound("not_found")
    return row


def _may_see(row: PeriodReport) -> bool:
    actor = current_actor()
    return actor.has(Role.OFFICER_NATIONAL) or bool(can_report(actor, row.programme, row.unit))


def _lines(row: PeriodReport) -> list[queries.Line]:
    """As signed; before that, as they are now."""
    if row.state != "signed":
        return queries.lines_to_tell(row.programme, row.unit, Period(row.period, row.begins, row.ends))
    return [
        queries.Line(
            line.fact_id,
            line.target_id,
            line.title,
            line.number,
            line.day,
            line.evidence,
            line.is_correction,
            line.area,
            line.beneficiary,
            line.parts,
        )
        for line in row.lines
    ]


def _own_units(actor: Actor, row: Programme) -> list[AdministrativeUnit]:
    """The provinces that the person may report for, by name; none for an officer of the nation."""
    if actor.has(Role.OFFICER_NATIONAL):
        return []
    units = db.session.query(AdministrativeUnit).filter(AdministrativeUnit.id.in_(actor.provinces))
    return sorted(
        (unit for unit in units if can_report(actor, row, unit)), key=lambda unit: sort_key(unit.name_vi)
    )


def _asked_unit(form: PeriodForm, units: list[AdministrativeUnit]) -> AdministrativeUnit | None:
    """The province that was chosen, the only one there is, or None for the nation."""
    if form.unit is None:
        return db.session.get(AdministrativeUnit, units[0].id) if units else None
    return db.session.get(AdministrativeUnit, int(form.unit.data))


def _asked_period(over: list[Period]) -> Period | None:
    """The quarter that `quarter` names, else the last one that is over."""
    asked = request.args.get("quarter", "")
    return next((period for period in over if period.code == asked), over[-1] if over else None)


def _years(row: Programme) -> list[int]:
    return [year for year in range(row.ends_on.year, row.starts_on.year - 1, -1) if year < today().year]


def _sent(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
