"""Undo a merge: everything that moved goes back, by two officers where a recognition goes with it.

It is refused, with what has changed since, where a part would end between the two entries.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import exists, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.acts import MAX_REASON, facility_changed, lock, product_changed, propose, send_letter
from catalog.enums import FacilityState, ProductState
from catalog.facilities.consent import needs_consent
from catalog.history import note_change
from catalog.merging.policies import can_confirm_undo, can_merge
from catalog.merging.queries import KINDS, Entry, entries_of, get_merge
from catalog.merging.record import changed_tables, crossing_tables, ids_of, return_rows
from catalog.models import Award, Facility, Merge, Product
from catalog.transfers.obstacles import obstacle_of

MERGED = {FacilityState.MERGED, ProductState.MERGED}


def propose_undo(actor: Actor, merge_id: int, reason: str) -> Merge:
    """Write down that a merge was wrong. Where no recognition goes back, it is undone at once."""
    merge = _locked(merge_id)
    old, new = _both(merge)
    for entry in (old, new):
        authorize(actor, can_merge, entry)
    if merge.undo_by is not None:
        raise Conflict("merge_undo_open")
    if not reason:
        raise RuleBroken("reason_text_required", "reason")
    if len(reason) > MAX_REASON:
        raise RuleBroken("too_long", "reason", limit=MAX_REASON)
    _judge(merge, old, new)
    merge.undo_reason, merge.undo_by, merge.undo_at = reason, actor.user_id, utc_now()
    audit.record(actor, "catalog.merge.ask_undo", merge, reason=reason)
    if not recognitions_return(merge):
        _carry_out(actor, merge, old, new)
    return merge


def confirm_undo(actor: Actor, merge_id: int) -> Merge:
    """The second person: everything goes back, judged again as things are now."""
    merge = _locked(merge_id)
    if merge.undo_at is None:
        raise Conflict("wrong_state")
    authorize(actor, can_confirm_undo, merge, entries_of(merge))
    old, new = _both(merge)
    _judge(merge, old, new)
    _carry_out(actor, merge, old, new)
    return merge


def drop_undo(actor: Actor, merge_id: int) -> Merge:
    """The merge stays after all: any officer of the place."""
    merge = _locked(merge_id)
    if merge.undo_at is None:
        raise Conflict("wrong_state")
    for entry in _both(merge):
        authorize(actor, can_merge, entry)
    merge.undo_reason, merge.undo_by, merge.undo_at = "", None, None
    audit.record(actor, "catalog.merge.drop_undo", merge)
    return merge


def recognitions_return(merge: Merge) -> bool:
    """Whether a recognition goes back with what moved."""
    if ids_of(merge.moved, "award.product_id"):
        return True
    products = ids_of(merge.moved, "product.facility_id")
    return any(
        db.session.scalar(select(exists(select(Award.id).where(Award.product_id.in_(some)))))
        for some in _parts(products)
    )


def what_stands_in_the_way(merge: Merge) -> list[str]:
    """Tables that have changed since so that they cannot go back."""
    return sorted({*changed_tables(merge), *crossing_tables(merge)})


def _parts(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _locked(merge_id: int) -> Merge:
    merge = get_merge(merge_id)
    db.session.refresh(merge, with_for_update=True)
    if merge.confirmed_at is None or merge.undone_at is not None:
        raise Conflict("wrong_state")
    return merge


def _both(merge: Merge) -> tuple[Entry, Entry]:
    """Both entries, locked in the order of their ids as when they were merged."""
    keys = sorted((merge.from_id, merge.into_id))
    locked: dict[int, Entry] = {key: lock(KINDS[merge.kind], key) for key in keys}
    return locked[merge.from_id], locked[merge.into_id]


def _judge(merge: Merge, old: Entry, new: Entry) -> None:
    if not merge.moved:
        raise Conflict("merge_not_recorded")
    if new.state in MERGED:
        raise Conflict("merge_went_on")
    if old.state not in MERGED or old.merged_into_id != new.id:
        raise Conflict("wrong_state")
    for product_id in _judged_products(merge):
        if code := obstacle_of(product_id):
            raise Conflict(code)
    if changed := what_stands_in_the_way(merge):
        raise Conflict("merge_changed_since", tables=changed)


def _judged_products(merge: Merge) -> list[int]:
    if merge.kind == "product":
        return [merge.into_id]
    return ids_of(merge.moved, "product.facility_id")


def _carry_out(actor: Actor, merge: Merge, old: Entry, new: Entry) -> None:
    merge.undone_by, merge.undone_at = actor.user_id, utc_now()
    old.merged_into_id = None
    _PARTS[merge.kind](merge, old, new)
    propose(old, merge.moved["old"]["proposed"])
    old.updated_at = new.updated_at = utc_now()
    audit.record(actor, "catalog.merge.undo", merge, reason=merge.undo_reason, kind_of=merge.kind)
    for entry in (old, new):
        db.session.flush()
        db.session.refresh(entry)
        if isinstance(entry, Facility):
            facility_changed(entry)
        else:
            record_change("product", entry.id)
            record_change("facility", entry.facility_id)
    record_change("site", "facilities")
    for entry in (old, new):
        facility = entry.facility if isinstance(entry, Product) else entry
        product_id = entry.id if isinstance(entry, Product) else None
        send_letter(f"{merge.kind}_parted", facility, text=merge.undo_reason, product_id=product_id)


def _part_products(merge: Merge, old: Product, new: Product) -> None:
    kept = merge.moved
    gtin = kept["old"]["gtin"]
    if kept["new"]["gtin"] is None and new.gtin == gtin:
        new.gtin = None
    if kept["new"]["trademark_id"] is None and new.trademark_id == old.trademark_id:
        new.trademark_id = None
    for award in db.session.scalars(select(Award).where(Award.id.in_(ids_of(kept, "award.product_id")))):
        award.product_id = old.id
        if award.number:
            record_change("certificate", award.number)
    db.session.flush()
    return_rows(merge, but=("award",))
    old.state = kept["old"]["state"]
    old.gtin = gtin
    note_change(old, "parted", "", new.name_vi, old.name_vi)
    note_change(new, "parted", "", old.name_vi, new.name_vi)


def _part_facilities(merge: Merge, old: Facility, new: Facility) -> None:
    kept = merge.moved
    if not kept["new"]["gln"] and new.gln == old.gln:
        new.gln = kept["new"]["gln"]
    for some in _parts(ids_of(kept, "product.facility_id")):
        for product in db.session.scalars(select(Product).where(Product.id.in_(some))):
            product.facility_id = old.id
            product_changed(product)
    for mark_id in ids_of(kept, "trademark.facility_id"):
        record_change("trademark", mark_id)
    db.session.flush()
    return_rows(merge, but=("product",))
    state = kept["old"]["state"]
    unnamed = needs_consent(old.kind) and old.consent_at is None
    old.state = FacilityState.WITHDRAWN if unnamed and state == FacilityState.VERIFIED else state


_PARTS: dict[str, Callable[[Merge, Any, Any], None]] = {
    "facility": _part_facilities,
    "product": _part_products,
}
