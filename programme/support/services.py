"""A facility lets its public page tell of a support, and takes that back."""

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.policies import can_manage_facility
from programme.activities.services import note_told
from programme.models import Beneficiary
from programme.support.rules import TOLD_STATES


def show_support(actor: Actor, beneficiary_id: int) -> Beneficiary:
    """The facility agrees: its page tells of the support. To agree again changes nothing."""
    row = _own(actor, beneficiary_id)
    if row.activity.state not in TOLD_STATES:
        raise NotFound("not_found")
    if row.shown_at is None:
        row.shown_at, row.shown_by = utc_now(), actor.user_id
        audit.record(actor, "programme.support.consent", row)
        note_told(row.activity)
    return row


def hide_support(actor: Actor, beneficiary_id: int) -> Beneficiary:
    """The facility takes its agreement back: the page stops at once."""
    row = _own(actor, beneficiary_id)
    if row.shown_at is not None:
        row.shown_at = row.shown_by = None
        audit.record(actor, "programme.support.end_consent", row)
        note_told(row.activity)
    return row


def _own(actor: Actor, beneficiary_id: int) -> Beneficiary:
    """Raises NotFound or NotAllowed."""
    row = db.session.get(Beneficiary, beneficiary_id, with_for_update=True)
    if row is None:
        raise NotFound("not_found")
    authorize(actor, can_manage_facility, row.facility)
    return row
