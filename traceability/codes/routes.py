"""Codes after printing."""

from flask import redirect, render_template

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate_plural
from traceability.blueprint import bp
from traceability.codes.forms import CodesForm
from traceability.codes.qr.photo_fields import read_photo
from traceability.codes.queries import count_codes
from traceability.codes.services import change_codes, count_codes_between
from traceability.enums import CodeAct
from traceability.lot_pages import Page, form_page, own_lot, tell_success
from traceability.models import Lot
from traceability.terms import CODE_STATES


@localized(
    bp, "/co-so-cua-toi/lo/<int:lot_id>/ma", "/my-facility/lots/<int:lot_id>/codes", methods=("GET", "POST")
)
@access("trace.manage")
def codes(lot_id: int) -> Page:
    """Activate codes, mark them sold, void them: by the first and the last of a roll."""
    row = own_lot(lot_id)
    form = CodesForm()
    if form.validate_on_submit():
        act = CodeAct(form.act.data)
        try:
            if read_photo(form.first, form.first_photo) | read_photo(form.last, form.last_photo):
                found = count_codes_between(
                    current_actor(), row, act, form.first.data or "", form.last.data or ""
                )
                return _page(row, form, found)
            with transaction():
                count = change_codes(
                    current_actor(), lot_id, act, form.first.data or "", form.last.data or "",
                    reason=form.reason.data or "",
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
            row = own_lot(lot_id)
        else:
            tell_success(translate_plural("%(num)s code was changed.", "%(num)s codes were changed.", count))
            return redirect(local_url("traceability.codes", lot_id=lot_id), 303)
    return _page(row, form)


def _page(row: Lot, form: CodesForm, found: int | None = None) -> Page:
    """found: how many codes are between those read from photos; they are changed when it is sent again."""
    page = render_template(
        "traceability/codes/codes.html", lot=row, form=form, counts=count_codes(row), code_states=CODE_STATES,
        found=found,
    )  # fmt: skip
    return form_page(page, form)
