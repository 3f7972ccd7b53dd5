"""Which entries of a diary make claims, and what the public may read of them."""

from typing import Any

from app.core.database.base import db
from catalog.standing import claims_of
from traceability.enums import ClaimState
from traceability.models import DiaryClaim, TraceEvent

HELD = frozenset({ClaimState.WAITING, ClaimState.REFUSED})


def hold_claims(event: TraceEvent) -> None:
    """Keep the words of a new entry from the public where they make a claim: of healing, of being the best, of a
    recognition that the product, or the maker of raw material, does not have.
    """
    said = (event.note, event.place, event.party, *(str(one["value"]) for one in event.readings))
    if claims_of(" \n ".join(said), event.lot.product or event.lot.facility):
        db.session.add(DiaryClaim(event_id=event.id, state=ClaimState.WAITING))


def is_held(event: Any) -> bool:
    """Whether the public reads the entry without its words."""
    return event.claims in HELD
