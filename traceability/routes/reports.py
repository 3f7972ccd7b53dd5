"""Reports of people who scanned a label."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.limits import Limit, spend
from app.core.errors import DomainError, NotFound, RuleBroken
from app.core.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from traceability.forms import AnswerForm, ReportForm
from traceability.queries.public import find_code
from traceability.routes import bp
from traceability.routes.shared import Page, done, shown
from traceability.services.reports import close_report, report_code

REPORTS = Limit("report-address", 20, 3600, by_day=True)


@localized(bp, "/truy-xuat/<code>/bao", "/trace/<code>/report", methods=("GET", "POST"))
@access("anyone")
def report(code: str) -> Page:
    """Tell the maker and the officers that something is wrong with a label."""
    found = find_code(code)
    if found is None or not found.lot.is_public:
        raise NotFound("not_found")
    form = ReportForm()
    if form.validate_on_submit():
        spend((REPORTS, request.remote_addr))
        try:
            with transaction():
                report_code(
                    current_actor(), code, reason=form.reason.data, text=form.text.data or "",
                    contact=form.contact.data or "",
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
            found = find_code(code)
        else:
            done(translate("Thank you. The maker and the officers of the place see your report."))
            return redirect(local_url("traceability.report", code=code), 303)
    return shown(
        render_template("traceability/report.html", form=form, found=found, lot=found.lot if found else None),
        form,
    )


@localized(
    bp, "/co-so-cua-toi/bao-cao/<int:report_id>/dong", "/my-facility/reports/<int:report_id>/close",
    methods=("POST",),
)  # fmt: skip
@access("trace.manage")
def answer_report(report_id: int) -> BaseResponse:
    """Close a report with what was done."""
    form = AnswerForm()
    if not form.validate():
        raise RuleBroken("required", "answer")
    with transaction():
        lot_id = close_report(current_actor(), report_id, form.answer.data).code.lot_id
    done(translate("The report is closed."))
    return redirect(local_url("traceability.lot", lot_id=lot_id), 303)
