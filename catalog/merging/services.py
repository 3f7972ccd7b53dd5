"""Merge two entries of one facility or product: written down by one officer, and by two where a recognition moves."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import exists, select, update

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.acts import MAX_REASON, facility_changed, lock, product_changed, propose, send_letter
from catalog.enums import FacilityState, ProductState
from catalog.facilities.consent import may_be_named
from catalog.history import note_change
from catalog.merging.parts import Moved, keys_of, list_touched, move_rows
from catalog.merging.policies import can_confirm_merge, can_merge
from catalog.merging.queries import KINDS, Entry, entries_of, find_open_merge, get_merge
from catalog.models import Award, Facility, Merge, Product, ProductTransfer
from catalog.transfers.obstacles import obstacle_of

_STAYING = {FacilityState.VERIFIED, ProductState.PUBLISHED}


def needs_second_person(kind: str, from_id: int) -> bool:
    """Whether a recognition moves with the entry."""
    query = select(Award.id).join(Product, Product.id == Award.product_id)
    mine = Product.facility_id == from_id if kind == "facility" else Product.id == from_id
    return bool(db.session.scalar(select(exists(query.where(mine)))))


def propose_merge(actor: Actor, kind: str, from_id: int, into_id: int, reason: str) -> Merge:
    """Write a merge down. Without a recognition it takes effect at once. Raises Conflict, RuleBroken."""
    old, new = _both(actor, kind, from_id, into_id)
    if not reason:
        raise RuleBroken("reason_text_required", "reason")
    if len(reason) > MAX_REASON:
        raise RuleBroken("too_long", "reason", limit=MAX_REASON)
    _judge(kind, old, new)
    if find_open_merge(kind, old.id) is not None:
        raise Conflict("merge_open")
    merge = Merge(
        kind=kind,
        from_id=old.id,
        into_id=new.id,
        old_name=_name(old),
        old_code=_code(old),
        reason=reason,
        proposed_by=actor.user_id,
        proposed_at=utc_now(),
    )
    db.session.add(merge)
    db.session.flush()
    audit.record(actor, "catalog.merge.propose", merge, reason=reason, into=_name(new), kind_of=kind)
    if not needs_second_person(kind, old.id):
        _carry_out(actor, merge, old, new)
    return merge


def confirm_merge(actor: Actor, merge_id: int) -> Merge:
    """The second person: the merge takes effect, judged again as things are now."""
    merge = _open(merge_id)
    authorize(actor, can_confirm_merge, merge, entries_of(merge))
    old, new = _both(actor, merge.kind, merge.from_id, merge.into_id)
    _judge(merge.kind, old, new)
    _carry_out(actor, merge, old, new)
    return merge


def drop_merge(actor: Actor, merge_id: int) -> Merge:
    """Take back what has not taken effect: any officer of the place."""
    merge = _open(merge_id)
    _, entry = entries_of(merge)
    authorize(actor, can_merge, entry)
    merge.dropped_by, merge.dropped_at = actor.user_id, utc_now()
    audit.record(actor, "catalog.merge.drop", merge)
    return merge


def _open(merge_id: int) -> Merge:
    merge = get_merge(merge_id)
    db.session.refresh(merge, with_for_update=True)
    if merge.confirmed_at is not None or merge.dropped_at is not None:
        raise Conflict("wrong_state")
    return merge


def _both(actor: Actor, kind: str, from_id: int, into_id: int) -> tuple[Entry, Entry]:
    """Both entries, locked in the order of their ids, so that two merges never wait for each other."""
    if kind not in KINDS:
        raise NotFound("not_found")
    if from_id == into_id:
        raise RuleBroken("merge_same", "into")
    locked: dict[int, Entry] = {key: lock(KINDS[kind], key) for key in sorted((from_id, into_id))}
    for entry in locked.values():
        authorize(actor, can_merge, entry)
    return locked[from_id], locked[into_id]


def _judge(kind: str, old: Entry, new: Entry) -> None:
    if old.state in {FacilityState.MERGED, ProductState.MERGED}:
        raise Conflict("merge_done")
    if new.state not in _STAYING:
        raise RuleBroken("merge_not_public", "into")
    if isinstance(old, Product) and isinstance(new, Product) and old.facility_id != new.facility_id:
        raise RuleBroken("merge_other_facility", "into")
    if isinstance(old, Facility) and not may_be_named(old.kind, old.consent_at, old.state):
        raise RuleBroken("merge_unnamed", "from")
    _judge_products(old)
    in_the_way = [part.table for part in list_touched(kind, old.id, new.id) if part.is_obstacle]
    if in_the_way:
        raise Conflict("merge_in_the_way", tables=in_the_way)


def _judge_products(old: Entry) -> None:
    """None that moves is one that a running round judges."""
    for product_id in _lock_products(old):
        if code := obstacle_of(product_id):
            raise Conflict(code)


def _lock_products(old: Entry) -> list[int]:
    """What moves with the entry, held so that none is nominated meanwhile."""
    if isinstance(old, Product):
        return [old.id]
    query = select(Product.id).where(Product.facility_id == old.id).order_by(Product.id)
    return list(db.session.scalars(query.with_for_update(key_share=True, of=Product)))


def _carry_out(actor: Actor, merge: Merge, old: Entry, new: Entry) -> None:
    was_public = old.state in _STAYING
    merge.confirmed_by, merge.confirmed_at = actor.user_id, utc_now()
    before = {"old": _facts(old), "new": _facts(new)}
    propose(old, {})
    merge.moved = before | _JOINS[merge.kind](old, new)
    old.merged_into_id = new.id
    old.updated_at = new.updated_at = utc_now()
    audit.record(actor, "catalog.merge.confirm", merge, into=_name(new), kind_of=merge.kind)
    record_change(merge.kind, old.id)
    if was_public:
        record_change("site", "facilities")
    if isinstance(new, Facility):
        facility_changed(new)
    else:
        product_changed(new)
        record_change("facility", new.facility_id)
    if isinstance(old, Facility):
        send_letter("facility_merged_away", old, text=merge.reason)
    send_letter(f"{merge.kind}_merged", _facility(new), text=merge.reason, product_id=_product_id(new))


def _facts(entry: Entry) -> dict[str, Any]:
    """What the act may change in an entry, as it was."""
    names = ("gtin", "trademark_id") if isinstance(entry, Product) else ("gln",)
    return {name: getattr(entry, name) for name in ("state", "proposed", *names)}


def _join_products(old: Product, new: Product) -> Moved:
    """The product that stays takes what it lacks: its GTIN and mark. Gives what moved."""
    awards = {"award.product_id": keys_of("award", "product_id", old.id)}
    old.state, gtin = ProductState.MERGED, old.gtin
    old.gtin = None
    db.session.flush()  # which keeps the old GTIN as an earlier one, before all earlier ones move
    db.session.execute(
        update(ProductTransfer)
        .where(ProductTransfer.product_id == old.id, ProductTransfer.answer == "")
        .values(answer="withdrawn", answered_at=utc_now())
    )
    for award in list(old.awards):
        award.product_id = new.id
        if award.number:
            record_change("certificate", award.number)
    db.session.flush()
    moved = move_rows("product", old.id, new.id, but=("award",))
    db.session.expire(old, ["awards", "certificates"])
    db.session.expire(new, ["awards", "certificates"])
    if new.gtin is None:
        new.gtin = gtin
    new.trademark_id = new.trademark_id or old.trademark_id
    note_change(new, "merged", "", old.name_vi, new.name_vi)
    return {"rows": awards | moved["rows"], "dropped": moved["dropped"]}


def _join_facilities(old: Facility, new: Facility) -> Moved:
    old.state = FacilityState.MERGED
    products = {"product.facility_id": keys_of("product", "facility_id", old.id)}
    for product in list(old.products):
        product.facility_id = new.id
        product_changed(product)
    for mark in old.trademarks:
        record_change("trademark", mark.id)
    both = (old.id, new.id)
    db.session.execute(
        update(ProductTransfer)
        .where(
            ProductTransfer.giver_id.in_(both),
            ProductTransfer.taker_id.in_(both),
            ProductTransfer.answer == "",
        )
        .values(answer="withdrawn", answered_at=utc_now())
    )
    db.session.flush()
    moved = move_rows("facility", old.id, new.id, but=("product",))
    for row in (old, new):
        db.session.expire(row, ["products", "trademarks", "certificates"])
    new.gln = new.gln or old.gln
    return {"rows": products | moved["rows"], "dropped": moved["dropped"]}


_JOINS: dict[str, Callable[[Any, Any], Moved]] = {"facility": _join_facilities, "product": _join_products}


def _facility(entry: Entry) -> Facility:
    return entry.facility if isinstance(entry, Product) else entry


def _name(entry: Entry) -> str:
    return entry.name_vi if isinstance(entry, Product) else entry.name


def _code(entry: Entry) -> str:
    return (entry.gtin if isinstance(entry, Product) else entry.registration_number) or ""


def _product_id(entry: Entry) -> int | None:
    return entry.id if isinstance(entry, Product) else None
