"""Who may merge two entries, and undo it."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, Decision, Denied
from catalog.merging.queries import Entry, find_by_id
from catalog.models import Merge, Product
from catalog.policies import can_review_facility


def can_merge(actor: Actor, entry: Entry) -> Decision:
    """Officers of the place of both entries."""
    return can_review_facility(actor, entry.facility if isinstance(entry, Product) else entry)


def can_confirm_merge(actor: Actor, merge: Merge) -> Decision:
    """Another officer than the one who wrote it down, with the same right over both."""
    return _second(actor, merge, merge.proposed_by)


def can_confirm_undo(actor: Actor, merge: Merge) -> Decision:
    """Another officer than the one who asked to undo it."""
    return _second(actor, merge, merge.undo_by)


def _second(actor: Actor, merge: Merge, first: int | None) -> Decision:
    for key in (merge.from_id, merge.into_id):
        entry = find_by_id(merge.kind, key)
        if entry is None or not (decision := can_merge(actor, entry)):
            return decision if entry is not None else Denied()
    return Denied("second_person_needed") if actor.user_id == first else ALLOWED
