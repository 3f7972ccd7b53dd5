"""Recalls ordered by an authority, and the lots in its area."""

from flask import render_template, request

from app.web.access import access, current_actor
from app.web.i18n import local_url, localized
from traceability.blueprint import bp
from traceability.lot_pages import Page, seen_lot
from traceability.recalls.queries import get_recall, list_lots_in_scope, list_recalls_in_scope
from traceability.recalls.routes import _lift, _recall
from traceability.terms import LOT_STATES, RECALL_KINDS
from traceability.workspace.routes import lot_context


@localized(bp, "/can-bo/thu-hoi", "/officer/recalls")
@access("trace.oversee")
def recalls() -> str:
    """Recalls of the officer's area; any lot there can be looked up."""
    actor = current_actor()
    typed = request.args.get("q", "").strip()[:80]
    return render_template(
        "traceability/workspace/recalls.html", recalls=list_recalls_in_scope(actor),
        lots=list_lots_in_scope(actor, typed), typed=typed, kinds=RECALL_KINDS, lot_states=LOT_STATES,
    )  # fmt: skip


@localized(bp, "/can-bo/lo/<int:lot_id>", "/officer/lots/<int:lot_id>")
@access("trace.oversee")
def overseen_lot(lot_id: int) -> str:
    """A lot with its whole diary, as an officer of its place sees it."""
    return render_template(
        "traceability/workspace/lot.html", **lot_context(seen_lot(lot_id), may_manage=False)
    )


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
    """An officer ends a hold or recall."""
    return _lift(get_recall(recall_id), local_url("traceability.recalls"))
