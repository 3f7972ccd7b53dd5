"""A product goes to another facility: its owner offers, the other's owner answers; both histories keep it."""

from sqlalchemy import select, update

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog import fields
from catalog.acts import load, lock, product_changed, propose
from catalog.enums import FacilityState
from catalog.history import note_change
from catalog.models import Facility, Product, ProductTransfer
from catalog.policies import can_choose_members, can_manage_facility
from catalog.transfers.mails import tell_of_answer, tell_of_offer
from catalog.transfers.obstacles import obstacle_of
from catalog.transfers.queries import find_open_transfer

ANSWERS = {"accepted": "accept", "refused": "refuse", "withdrawn": "withdraw"}
MAX_REASON = 1000


def offer_product(actor: Actor, product_id: int, *, to_number: str, reason: str) -> ProductTransfer:
    """Offer a product to the facility with that tax code or registration number."""
    product = lock(Product, product_id)  # against a second offer at the same time
    authorize(actor, can_choose_members, product.facility)
    authorize(actor, can_manage_facility, product.facility)
    if product.facility.state != FacilityState.VERIFIED:
        raise RuleBroken("transfer_from_unverified")
    taker = _taker(to_number)
    if taker.id == product.facility_id:
        raise RuleBroken("transfer_to_self", "to_number")
    fields.required(reason, "reason")
    if len(reason) > MAX_REASON:
        raise RuleBroken("too_long", "reason", limit=MAX_REASON)
    if find_open_transfer(product_id) is not None:
        raise Conflict("transfer_open")
    _check_free(product_id)
    row = ProductTransfer(
        product_id=product.id, giver_id=product.facility_id, taker_id=taker.id, reason=reason,
        offered_by=actor.user_id, offered_at=utc_now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "catalog.transfer.offer", row, facility_id=taker.id)
    tell_of_offer(row)
    return row


def answer_transfer(actor: Actor, transfer_id: int, answer: str) -> ProductTransfer:
    """The taker accepts or refuses, the giver withdraws. Papers of the giver come off an accepted product."""
    row = load(ProductTransfer, transfer_id)
    authorize(actor, can_choose_members, row.giver if answer == "withdrawn" else row.taker)
    db.session.refresh(row, with_for_update=True)
    if row.answer:
        raise Conflict("wrong_state")
    if answer not in ANSWERS:
        raise NotFound("not_found")
    if answer == "accepted":
        _hand_on(row)
    row.answer, row.answered_by, row.answered_at = answer, actor.user_id, utc_now()
    audit.record(actor, f"catalog.transfer.{ANSWERS[answer]}", row, product_id=row.product_id)
    tell_of_answer(row, answer)
    return row


def _hand_on(row: ProductTransfer) -> None:
    product = lock(Product, row.product_id)  # against a nomination at the same time
    if product.facility_id != row.giver_id or row.taker.state != FacilityState.VERIFIED:
        raise Conflict("wrong_state")
    if row.giver.state != FacilityState.VERIFIED:
        raise Conflict("transfer_from_unverified")
    _check_free(product.id)
    product.trademark_id, product.certificates = None, []
    propose(product, {})
    product.facility = row.taker
    product.updated_at = utc_now()
    note_change(product, "transferred", "", row.giver.name, row.taker.name)
    product_changed(product)
    _close_others(row)
    for facility_id in (row.giver_id, row.taker_id):
        record_change("facility", facility_id)


def _close_others(row: ProductTransfer) -> None:
    """What the giver offered to somebody else besides is no longer theirs to give."""
    others = (ProductTransfer.product_id == row.product_id) & (ProductTransfer.answer == "")
    db.session.execute(
        update(ProductTransfer)
        .where(others, ProductTransfer.id != row.id)
        .values(answer="withdrawn", answered_at=utc_now())
    )


def _check_free(product_id: int) -> None:
    if code := obstacle_of(product_id):
        raise Conflict(code)


def _taker(number: str) -> Facility:
    typed = fields.registration_number(number, "to_number")
    query = select(Facility).where(
        Facility.registration_number == typed, Facility.state == FacilityState.VERIFIED
    )
    found = db.session.scalar(query)
    if found is None:
        raise RuleBroken("transfer_to_unknown", "to_number")
    return found
