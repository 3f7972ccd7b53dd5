"""Reports of people who scanned a label."""

from flask import redirect, render_template, request

from app.accounts.limits import Limit, spend
from app.core.errors import DomainError, NotFound
from app.core.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from traceability.forms import AnswerForm, ReportForm
from traceability.queries.public import find_code
from traceability.queries.workspace import get_lot_of_report
from traceability.routes import bp
from traceability.routes.lots import lot_page
from traceability.routes.shared import Page, done, own_lot, shown
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
def answer_report(report_id: int) -> Page:
    """Close a report with what was done; refused, the page of the lot comes back with what was typed."""
    form = AnswerForm()
    lot_id = own_lot(get_lot_of_report(report_id).id).id
    if form.validate():
        try:
            with transaction():
                close_report(current_actor(), report_id, form.answer.data)
        except DomainError as error:
            form.refuse(error)
        else:
            done(translate("The report is closed."))
            return redirect(local_url("traceability.lot", lot_id=lot_id), 303)
    return shown(lot_page(own_lot(lot_id), report_id, form), form)
