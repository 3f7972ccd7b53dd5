"""Suspend, restore and revoke certificates: one officer writes the decision down, another confirms it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, RuleBroken, check_together
from app.core.policy import ALLOWED, Decision, Denied, authorize
from catalog.acts import load
from catalog.award_orders.queries import find_open_order, get_open_order
from catalog.awards.services import Ruling, restore_award, revoke_award, suspend_award
from catalog.models import Award, AwardOrder
from catalog.policies import can_change_award

EFFECTS: dict[str, Callable[..., Award]] = {
    "suspend": suspend_award,
    "restore": restore_award,
    "revoke": revoke_award,
}


@dataclass(frozen=True, slots=True)
class OrderData:
    """A decision as written down."""

    act: str
    decision_number: str
    decision_date: date | None
    authority: str
    reason: str


def open_acts(award: Award) -> list[str]:
    """What may be ordered now: nothing of a certificate that was taken back, or while an order waits."""
    if award.revoked_on is not None or find_open_order(award.id) is not None:
        return []
    return ["restore", "revoke"] if award.suspended_on is not None else ["suspend", "revoke"]


def can_confirm_order(actor: Actor, order: AwardOrder) -> Decision:
    """Another person than the one who wrote it down, with the same right over the certificate."""
    decision = can_change_award(actor, order.award)
    if not decision:
        return decision
    return Denied("second_person_needed") if actor.user_id == order.proposed_by else ALLOWED


def propose_order(actor: Actor, award_id: int, data: OrderData) -> AwardOrder:
    """Write a decision down; nothing changes until another person confirms it. Raises RuleBroken naming fields."""
    award = load(Award, award_id)
    authorize(actor, can_change_award, award)
    if data.act not in open_acts(award):
        raise Conflict("wrong_state")
    check_together(*(_asked(data, name) for name in ("decision_number", "authority", "reason")))
    if data.decision_date is None:
        raise RuleBroken("required", "decision_date")
    if not award.issued_on <= data.decision_date <= today():
        raise RuleBroken("order_date_range", "decision_date")
    order = AwardOrder(
        award_id=award.id,
        act=data.act,
        decision_number=data.decision_number.strip(),
        decision_date=data.decision_date,
        authority=data.authority.strip(),
        reason=data.reason.strip(),
        proposed_by=actor.user_id,
        proposed_at=utc_now(),
    )
    db.session.add(order)
    audit.record(actor, "catalog.award.propose", award, of=data.act, number=order.decision_number)
    return order


def confirm_order(actor: Actor, award_id: int, order_id: int) -> Award:
    """The second person: the order takes effect, in papers, lists, votes and pages alike."""
    order = get_open_order(award_id, order_id)
    authorize(actor, can_confirm_order, order)
    order.confirmed_by, order.confirmed_at = actor.user_id, utc_now()
    ruling = Ruling(order.decision_number, order.decision_date, order.authority)
    return EFFECTS[order.act](actor, award_id, order.reason, ruling=ruling)


def drop_order(actor: Actor, award_id: int, order_id: int) -> None:
    """Take an order back that nobody has confirmed yet."""
    order = get_open_order(award_id, order_id)
    authorize(actor, can_change_award, order.award)
    order.dropped_by, order.dropped_at = actor.user_id, utc_now()
    audit.record(actor, "catalog.award.drop", order.award, of=order.act, number=order.decision_number)


def _asked(data: OrderData, name: str) -> Callable[[], None]:
    def check() -> None:
        if not getattr(data, name).strip():
            raise RuleBroken("reason_text_required" if name == "reason" else "required", name)

    return check
