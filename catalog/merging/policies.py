"""Who may merge two entries, and undo it."""

from collections.abc import Iterable

from app.core.actor import Actor
from app.core.policy import ALLOWED, Decision, Denied
from catalog.merging.queries import Entry
from catalog.models import Merge, Product
from catalog.policies import can_review_facility


def can_merge(actor: Actor, entry: Entry) -> Decision:
    """Officers of the place of both entries."""
    return can_review_facility(actor, entry.facility if isinstance(entry, Product) else entry)


def can_confirm_merge(actor: Actor, merge: Merge, entries: Iterable[Entry]) -> Decision:
    """Another officer than the one who wrote it down, with the same right over both."""
    return _second(actor, entries, merge.proposed_by)


def can_confirm_undo(actor: Actor, merge: Merge, entries: Iterable[Entry]) -> Decision:
    """Another officer than the one who asked to undo it."""
    return _second(actor, entries, merge.undo_by)


def _second(actor: Actor, entries: Iterable[Entry], first: int | None) -> Decision:
    for entry in entries:
        if not (decision := can_merge(actor, entry)):
            return decision
    return Denied("second_person_needed") if actor.user_id == first else ALLOWED
