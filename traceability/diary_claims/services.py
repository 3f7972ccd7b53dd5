"""An officer decides on the words of an entry that make claims."""

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict
from app.core.policy import authorize
from catalog.acts import load
from traceability.checks import lots_changed
from traceability.enums import ClaimState
from traceability.models import DiaryClaim, TraceEvent
from traceability.policies import can_oversee_lot


def judge_claims(actor: Actor, event_id: int, *, accepted: bool) -> TraceEvent:
    """Show the words of a waiting entry to the public, or keep them from it. The entry itself stays as it is."""
    event = load(TraceEvent, event_id)
    authorize(actor, can_oversee_lot, event.lot)
    claim = db.session.get(DiaryClaim, event_id, with_for_update=True)
    if claim is None or claim.state != ClaimState.WAITING:
        raise Conflict("wrong_state")
    claim.state = ClaimState.ACCEPTED if accepted else ClaimState.REFUSED
    claim.judged_by, claim.judged_at = actor.user_id, utc_now()
    act = "accept" if accepted else "refuse"
    audit.record(actor, f"traceability.event.{act}", event, label=event.lot.code, lot_id=event.lot_id)
    lots_changed([event.lot_id])
    return event
