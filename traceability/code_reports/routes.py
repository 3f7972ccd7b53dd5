"""Reports from people who scanned a label."""

from flask import redirect, render_template, request

from app.accounts.limits import Limit, spend
from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from app.web.requests.networks import line_of
from traceability.blueprint import bp
from traceability.code_reports.forms import ReportForm
from traceability.code_reports.services import report_code
from traceability.codes.lookup import find_code
from traceability.lot_pages import Page, form_page, tell_success

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
        spend((REPORTS, line_of(request.remote_addr)))
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
            tell_success(translate("Thank you. The maker and the local officers can see your report."))
            return redirect(local_url("traceability.report", code=code), 303)
    return form_page(
        render_template(
            "traceability/code_reports/report.html", form=form, found=found, lot=found.lot if found else None
        ),
        form,
    )
