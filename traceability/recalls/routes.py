"""Hold, recall, end: by the facility in its workspace, by officers in theirs."""

from flask import redirect, render_template

from app.core.database.transaction import transaction
from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from traceability.blueprint import bp
from traceability.genealogy.queries import list_derived_ids, list_facility_names, list_receivers
from traceability.lot_pages import Page, form_page, get_lot, tell_success
from traceability.models import Lot, Recall
from traceability.policies import can_recall_lot, can_undo_recall
from traceability.recalls.forms import LiftForm, RecallForm
from traceability.recalls.queries import get_recall
from traceability.recalls.services import check_recall, recall_lot, undo_recall
from traceability.terms import RECALL_KINDS


@localized(
    bp,
    "/co-so-cua-toi/lo/<int:lot_id>/thu-hoi",
    "/my-facility/lots/<int:lot_id>/recall",
    methods=("GET", "POST"),
)
@access("trace.manage")
def recall(lot_id: int) -> Page:
    """The facility holds or recalls a lot."""
    return _recall(lot_id, local_url("traceability.lot", lot_id=lot_id))


@localized(
    bp, "/co-so-cua-toi/thu-hoi/<int:recall_id>/go-bo", "/my-facility/recalls/<int:recall_id>/lift",
    methods=("GET", "POST"),
)  # fmt: skip
@access("trace.manage")
def lift(recall_id: int) -> Page:
    """The facility ends its own hold or recall."""
    found = get_recall(recall_id)
    return _lift(found, local_url("traceability.lot", lot_id=found.lot_id))


def _recall(lot_id: int, back: str) -> Page:
    """The form, then its text again with the lots concerned, then the act."""
    row: Lot = get_lot(lot_id)
    authorize(current_actor(), can_recall_lot, row)
    form, template = RecallForm(), "traceability/recalls/recall.html"
    if form.validate_on_submit():
        try:
            if form.step.data == "confirm":
                with transaction():
                    recall_lot(current_actor(), lot_id, form.recall_data())
                tell_success(translate("It is in force and shown first on every affected page."))
                return redirect(back, 303)
            if form.step.data != "edit":
                check_recall(current_actor(), row, form.recall_data())
                template = "traceability/recalls/recall_check.html"
        except DomainError as error:
            form.refuse(error)
            row = get_lot(lot_id)
    reached = len(list_derived_ids(lot_id))
    receivers = list_facility_names(list_receivers(lot_id))
    page = render_template(
        template, lot=row, form=form, reached=reached, receivers=receivers, back=back, kinds=RECALL_KINDS
    )
    return form_page(page, form)


def _lift(found: Recall, back: str) -> Page:
    authorize(current_actor(), can_undo_recall, found)
    if found.undone_at is not None:
        raise NotFound("not_found")
    form, recall_id = LiftForm(), found.id
    if form.validate_on_submit():
        try:
            with transaction():
                undo_recall(current_actor(), recall_id, form.reason.data)
        except DomainError as error:
            form.refuse(error)
            found = get_recall(recall_id)
        else:
            tell_success(translate("It has ended. The record stays."))
            return redirect(back, 303)
    page = render_template(
        "traceability/recalls/lift.html",
        recall=found,
        lot=found.lot,
        form=form,
        back=back,
        kinds=RECALL_KINDS,
    )
    return form_page(page, form)
