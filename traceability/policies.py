"""Who may do what with lots, codes and recalls."""

from app.core.actor import Actor
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from catalog.models import Facility
from catalog.policies import can_record_lots, can_see_facility, covers, is_system
from traceability.models import LabelKey, Lot, Recall


def can_open_lot(actor: Actor, facility: Facility) -> Decision:
    return can_record_lots(actor, facility)


def can_see_lot(actor: Actor, lot: Lot) -> Decision:
    """The whole diary, including what is not public: the facility and the officers of its area."""
    return can_see_facility(actor, lot.facility)


def can_manage_lot(actor: Actor, lot: Lot) -> Decision:
    """Write the diary, print labels, void codes: only the facility."""
    return can_record_lots(actor, lot.facility)


def can_follow_recall(actor: Actor, lot: Lot) -> Decision:
    """Read whom to call and note who was reached: the facility, even when suspended."""
    return ALLOWED if lot.facility_id in actor.facilities else can_manage_lot(actor, lot)


def can_recall_lot(actor: Actor, lot: Lot) -> Decision:
    """Hold or recall: the facility, even when suspended, and officers of its place."""
    return can_see_facility(actor, lot.facility)


def can_oversee_lot(actor: Actor, lot: Lot) -> Decision:
    """Act as an officer: of the facility's place and not one of its members."""
    if is_system(actor):
        return ALLOWED
    if lot.facility_id in actor.facilities:
        return Denied("own_facility") if actor.is_officer else HIDDEN
    return ALLOWED if actor.is_officer and covers(actor, lot.facility) else HIDDEN


def can_undo_recall(actor: Actor, recall: Recall) -> Decision:
    """An officer's recall is undone by an officer only; the facility's by either."""
    if not recall.by_officer:
        return can_recall_lot(actor, recall.lot)
    if recall.lot.facility_id in actor.facilities:
        return Denied("recall_of_officer")
    return can_oversee_lot(actor, recall.lot)


def can_revoke_label_key(actor: Actor, _key: LabelKey | None) -> Decision:
    """Only the operator."""
    return ALLOWED if is_system(actor) else HIDDEN
