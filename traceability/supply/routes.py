"""The label on received goods, read from a photo or typed: identifies their lot."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, NotFound, RuleBroken
from app.web.access import access, current_actor
from app.web.forms import chosen_file
from app.web.i18n import local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from traceability.blueprint import bp
from traceability.codes.qr.photo_fields import read_photo
from traceability.lot_pages import Page, form_page, own_lot, tell_success
from traceability.recalls.queries import list_recalls_on
from traceability.supply.forms import InputForm, LabelScanForm
from traceability.supply.queries import supplier_of
from traceability.supply.services import link_supply, scanned_supply, unlink_supply
from traceability.terms import RECALL_KINDS


@localized(
    bp,
    "/co-so-cua-toi/lo/<int:lot_id>/nguon",
    "/my-facility/lots/<int:lot_id>/source",
    methods=("GET", "POST"),
)
@access("trace.manage")
def supply(lot_id: int) -> Page:
    """Link a lot of raw material to a supplier's lot."""
    row = own_lot(lot_id)
    if row.product_id is not None:
        raise NotFound("not_found")
    form = LabelScanForm()
    if form.validate_on_submit():
        try:
            read_photo(form.label, form.label_photo)
            if not form.label.data:
                raise RuleBroken("required", "label")
            with transaction():
                source = link_supply(current_actor(), lot_id, form.label.data)
                name = f"{source.snapshot['name_vi']}, {source.code}"
        except DomainError as error:
            form.refuse(error)
            row = own_lot(lot_id)
        else:
            tell_success(translate("Saved: this raw material is %(name)s.", name=name))
            return redirect(local_url("traceability.lot", lot_id=lot_id), 303)
    return form_page(render_template("traceability/supply/supply.html", form=form, lot=row), form)


@localized(
    bp, "/co-so-cua-toi/lo/<int:lot_id>/nguon/<int:source_id>/go",
    "/my-facility/lots/<int:lot_id>/source/<int:source_id>/remove", methods=("POST",),
)  # fmt: skip
@access("trace.manage")
def remove_supply(lot_id: int, source_id: int) -> BaseResponse:
    """Remove a link made by mistake."""
    own_lot(lot_id)
    try:
        with transaction():
            unlink_supply(current_actor(), lot_id, source_id)
    except Conflict as error:
        tell("warning", message_for(error))
    else:
        tell_success(translate("The link to the supplier’s lot is removed."))
    return redirect(local_url("traceability.lot", lot_id=lot_id), 303)


def wants_label(form: InputForm) -> bool:
    """Whether the person asks to read the label, before anything is saved. Enter in another field asks for
    nothing.
    """
    asked = request.form.get("act") == "read" and form.label.data
    return bool(form.is_submitted() and (asked or chosen_file(form.label_photo)))


def label_page(form: InputForm) -> Page:
    """The form filled in from the label; nothing is saved yet."""
    read, recalls = None, []
    if form.csrf_token.validate(form):
        try:
            read_photo(form.label, form.label_photo)
            read = scanned_supply(form.facility_id.data or 0, form.label.data or "")
            recalls = [RECALL_KINDS[recall.kind] for recall in list_recalls_on(read.id)]  # type: ignore[index]  # keys are str enums
        except DomainError as error:
            form.refuse(error)
    if read is not None:
        form.name.data, form.supplier.data = read.snapshot["name_vi"], supplier_of(read)
        form.best_before.data = read.best_before
    page = render_template(
        "traceability/lots/lot_form.html", form=form, lot=None, is_input=True, read=read, read_recalls=recalls
    )
    return form_page(page, form)
