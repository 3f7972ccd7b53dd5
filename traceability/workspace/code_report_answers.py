"""Answers to reports about a code."""

from flask import redirect

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from traceability.blueprint import bp
from traceability.code_reports.forms import AnswerForm
from traceability.code_reports.queries import get_lot_of_report
from traceability.code_reports.services import close_report
from traceability.lot_pages import Page, form_page, own_lot, tell_success
from traceability.workspace.routes import lot_page


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
            tell_success(translate("The report is closed."))
            return redirect(local_url("traceability.lot", lot_id=lot_id), 303)
    return form_page(lot_page(own_lot(lot_id), report_id, form), form)
