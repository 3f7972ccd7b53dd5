"""Codes after printing."""

from flask import redirect, render_template

from app.core.errors import DomainError
from app.core.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate_plural
from traceability.enums import CodeAct
from traceability.forms import CodesForm
from traceability.labels_text import CODE_STATES
from traceability.queries.workspace import count_codes
from traceability.routes import bp
from traceability.routes.shared import Page, done, own_lot, shown
from traceability.services.codes import change_codes


@localized(
    bp, "/co-so-cua-toi/lo/<int:lot_id>/ma", "/my-facility/lots/<int:lot_id>/codes", methods=("GET", "POST")
)
@access("trace.manage")
def codes(lot_id: int) -> Page:
    """Put codes into use, mark them sold, make them void: by the first and the last of a roll."""
    row = own_lot(lot_id)
    form = CodesForm()
    if form.validate_on_submit():
        try:
            with transaction():
                count = change_codes(
                    current_actor(), lot_id, CodeAct(form.act.data), form.first.data, form.last.data or "",
                    reason=form.reason.data or "",
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
            row = own_lot(lot_id)
        else:
            done(translate_plural("%(num)s code was changed.", "%(num)s codes were changed.", count))
            return redirect(local_url("traceability.codes", lot_id=lot_id), 303)
    page = render_template(
        "traceability/codes.html", lot=row, form=form, counts=count_codes(row), code_states=CODE_STATES
    )
    return shown(page, form)
