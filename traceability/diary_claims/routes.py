"""The buttons beside an entry that waits, on the officer's page of a lot."""

from flask import redirect, request

from app.core.database.transaction import transaction
from app.core.errors import NotFound
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate
from traceability.blueprint import bp
from traceability.diary_claims.queries import get_lot_of_entry
from traceability.diary_claims.services import judge_claims
from traceability.lot_pages import Page, refusals_as_notices, seen_lot, tell_success


@localized(
    bp, "/can-bo/lo/ghi-chep/<int:event_id>", "/officer/lots/entries/<int:event_id>", methods=("POST",)
)
@access("trace.oversee")
def judge_entry(event_id: int) -> Page:
    """Show the words of a waiting entry, or keep them from the public."""
    act = request.form.get("act", "")
    if act not in {"accept", "refuse"}:
        raise NotFound("not_found")
    lot_id = seen_lot(get_lot_of_entry(event_id)).id
    with refusals_as_notices():
        with transaction():
            judge_claims(current_actor(), event_id, accepted=act == "accept")
        tell_success(translate("Saved."))
    return redirect(local_url("traceability.overseen_lot", lot_id=lot_id), 303)
