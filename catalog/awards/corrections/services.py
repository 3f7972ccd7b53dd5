"""Correct a certificate by a new one: the old one is never altered, its page says what replaced it."""

import re
from dataclasses import dataclass

from sqlalchemy import inspect

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.documents.fonts import require_drawable
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.acts import load, send_letter
from catalog.awards.files import order_papers
from catalog.models import Award, AwardCorrection
from catalog.policies import can_change_award
from catalog.register import writer as register

_SUFFIX = re.compile(r"-DC([1-9][0-9]*)$")
_OWN = {"id", "number", "created_at", "revoked_on", "revoked_reason", "counted_as", "in_results", "is_listed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The correct facts. Level, year, decision and term are the decision's: they cannot change."""

    product_name: str
    producer_name: str
    producer_address: str


def correct_award(actor: Actor, award_id: int, facts: Corrected, reason: str) -> Award:
    """Issue the corrected certificate and invalidate the old one, linked to each other.

    Raises RuleBroken(`reason_text_required`, `nothing_to_correct`, `required`), Conflict(`wrong_state`) for
    one that was revoked or corrected already.
    """
    old = load(Award, award_id)
    authorize(actor, can_change_award, old)
    if not reason:
        raise RuleBroken("reason_text_required", "reason")
    if old.revoked_on is not None or old.number is None:
        raise Conflict("wrong_state")
    for name in ("product_name", "producer_name"):
        if not getattr(facts, name):
            raise RuleBroken("required", name)
    changed = {
        name: getattr(facts, name)
        for name in Corrected.__slots__
        if getattr(old, name) != getattr(facts, name)
    }
    if not changed:
        raise RuleBroken("nothing_to_correct")
    require_drawable(*changed.values())
    return _replace(actor, old, changed, reason)


def next_correction(number: str) -> str:
    """CNNT-75-2026-0001 -> CNNT-75-2026-0001-DC1 -> CNNT-75-2026-0001-DC2."""
    found = _SUFFIX.search(number)
    return f"{_SUFFIX.sub('', number)}-DC{int(found[1]) + 1 if found else 1}"


def _replace(actor: Actor, old: Award, changed: dict[str, str], reason: str) -> Award:
    assert old.number is not None
    kept = {
        column.key: getattr(old, column.key)
        for column in inspect(Award).column_attrs
        if column.key not in _OWN
    }
    new = Award(**(kept | changed), number=next_correction(old.number), created_at=utc_now())
    db.session.add(new)
    old.revoked_on, old.revoked_reason = today(), reason
    db.session.flush()  # the link needs both
    link = AwardCorrection(
        old_id=old.id, new_id=new.id, reason=reason, corrected_by=actor.user_id, corrected_at=utc_now()
    )
    db.session.add(link)
    register.append(
        old,
        "correct",
        new=new.number,
        on=old.revoked_on.isoformat(),
        reason=reason,
        certificate=register.facts_of(new),
    )
    register.checkpoint("correct")
    order_papers([new])
    audit.record(
        actor, "catalog.award.correct", old, reason=reason, number=new.number, changed=sorted(changed)
    )
    record_change("product", old.product_id)
    record_change("facility", old.product.facility_id)
    for number in (old.number, new.number):
        record_change("certificate", number)
    send_letter("award_corrected", old.product.facility, product_id=old.product_id, text=reason)
    return new
