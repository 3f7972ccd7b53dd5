"""Hold, recall, lift: by the facility in its workspace, by officers in theirs."""

from flask import redirect, render_template, request

from app.core.errors import DomainError, NotFound
from app.core.policy import authorize
from app.core.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from traceability.forms import LiftForm, RecallForm
from traceability.labels_text import LOT_STATES, RECALL_KINDS
from traceability.models import Lot, Recall
from traceability.policies import can_recall_lot, can_undo_recall
from traceability.queries.genealogy import list_derived_ids
from traceability.queries.recalls import get_recall, list_lots_in_scope, list_recalls_in_scope
from traceability.queries.supply import list_facility_names, list_receivers
from traceability.queries.workspace import get_lot
from traceability.routes import bp
from traceability.routes.lots import lot_context
from traceability.routes.shared import Page, done, seen_lot, shown
from traceability.services.recalls import check_recall, recall_lot, undo_recall


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
    """The facility lifts its own hold or recall."""
    found = get_recall(recall_id)
    return _lift(found, local_url("traceability.lot", lot_id=found.lot_id))


@localized(bp, "/can-bo/thu-hoi", "/officer/recalls")
@access("trace.oversee")
def recalls() -> str:
    """Recalls of the officer's area; any lot there can be looked up."""
    actor = current_actor()
    typed = request.args.get("q", "").strip()[:80]
    return render_template(
        "traceability/recalls.html", recalls=list_recalls_in_scope(actor), lots=list_lots_in_scope(actor, typed),
        typed=typed, kinds=RECALL_KINDS, lot_states=LOT_STATES,
    )  # fmt: skip


@localized(bp, "/can-bo/lo/<int:lot_id>", "/officer/lots/<int:lot_id>")
@access("trace.oversee")
def overseen_lot(lot_id: int) -> str:
    """A lot with its whole diary, as an officer of its place sees it."""
    return render_template("traceability/lot.html", **lot_context(seen_lot(lot_id), may_manage=False))


@localized(
    bp, "/can-bo/lo/<int:lot_id>/thu-hoi", "/officer/lots/<int:lot_id>/recall", methods=("GET", "POST")
)
@access("trace.oversee")
def order_recall(lot_id: int) -> Page:
    """An officer holds or recalls a lot."""
    return _recall(lot_id, local_url("traceability.overseen_lot", lot_id=lot_id))


@localized(
    bp,
    "/can-bo/thu-hoi/<int:recall_id>/go-bo",
    "/officer/recalls/<int:recall_id>/lift",
    methods=("GET", "POST"),
)
@access("trace.oversee")
def order_lift(recall_id: int) -> Page:
    """An officer lifts a hold or recall."""
    return _lift(get_recall(recall_id), local_url("traceability.recalls"))


def _recall(lot_id: int, back: str) -> Page:
    """The form, then its words once more with how far they reach, then the act."""
    row: Lot = get_lot(lot_id)
    authorize(current_actor(), can_recall_lot, row)
    form, template = RecallForm(), "traceability/recall.html"
    if form.validate_on_submit():
        try:
            if form.step.data == "confirm":
                with transaction():
                    recall_lot(current_actor(), lot_id, form.recall_data())
                done(translate("It is in force and stands first on every page it reaches."))
                return redirect(back, 303)
            if form.step.data != "edit":
                check_recall(current_actor(), row, form.recall_data())
                template = "traceability/recall_check.html"
        except DomainError as error:
            form.refuse(error)
            row = get_lot(lot_id)
    reached = len(list_derived_ids(lot_id))
    receivers = list_facility_names(list_receivers(lot_id))
    page = render_template(
        template, lot=row, form=form, reached=reached, receivers=receivers, back=back, kinds=RECALL_KINDS
    )
    return shown(page, form)


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
            done(translate("It is lifted. The record stays."))
            return redirect(back, 303)
    page = render_template(
        "traceability/lift.html", recall=found, lot=found.lot, form=form, back=back, kinds=RECALL_KINDS
    )
    return shown(page, form)
