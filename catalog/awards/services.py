"""Recognitions: issued from a decision or taken from a published notice, suspended, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.documents.fonts import require_drawable
from app.core.errors import Conflict, RuleBroken
from app.core.policy import authorize
from catalog.acts import load, send_letter
from catalog.enums import AwardSource, Level
from catalog.models import Award, Product
from catalog.policies import can_change_award, can_issue_award
from catalog.register import writer as register
from catalog.validity import award_valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardData:
    """number: of the certificate, from the caller; None if a notice gives none. valid_until: by rule
    when None. product_name, producer_name, producer_address, unit_name: as of the day, from the product when
    empty. set_items: the names of what is in a set. round_id, nomination_id: what led to it.
    """

    level: Level
    issued_on: date
    number: str | None = None
    year: int | None = None
    valid_until: date | None = None
    title_vi: str = ""
    issuer: str = ""
    signer: str = ""
    decision_number: str = ""
    decision_date: date | None = None
    unit_name: str = ""
    product_name: str = ""
    set_items: tuple[str, ...] = ()
    producer_name: str = ""
    producer_address: str = ""
    round_id: int | None = None
    nomination_id: int | None = None
    source: AwardSource = AwardSource.ROUND
    source_text: str = ""
    source_note: str = ""
    is_demo: bool = False


def issue_award(actor: Actor, product_id: int, data: AwardData) -> Award:
    """A recognition of a product, inside the transaction of the decision. Keeps names as they are today.

    The caller signs the register once all are added: `register.checkpoint`.
    """
    authorize(actor, can_issue_award)
    return issue_awards(actor, [(load(Product, product_id), data)])[0]


def issue_awards(actor: Actor, issued: Sequence[tuple[Product, AwardData]]) -> list[Award]:
    """As `issue_award` for many products of one decision; the number of statements does not grow with them."""
    authorize(actor, can_issue_award)
    awards = [_made(product, data) for product, data in issued]
    db.session.add_all(awards)
    db.session.flush()  # their acts name them
    audit.record_all(
        actor,
        "catalog.award.issue",
        (
            (award, {"product_id": award.product_id, "level": award.level, "number": award.number})
            for award in awards
        ),
    )
    register.append_all("issue", [(award, {"certificate": register.facts_of(award)}) for award in awards])
    for award, (product, _data) in zip(awards, issued, strict=True):
        _award_changed(award, product)
    return awards


def _made(product: Product, data: AwardData) -> Award:
    """The row of a recognition with names as they are today. Raises RuleBroken."""
    valid_until = data.valid_until or award_valid_until(data.issued_on)
    if valid_until < data.issued_on:
        raise RuleBroken("dates_in_order", "valid_until")
    facility = product.facility
    award = Award(
        product_id=product.id,
        number=data.number,
        level=data.level,
        year=data.year or data.issued_on.year,
        title_vi=data.title_vi,
        issuer=data.issuer,
        signer=data.signer,
        decision_number=data.decision_number,
        decision_date=data.decision_date,
        issued_on=data.issued_on,
        valid_until=valid_until,
        unit_name=data.unit_name or facility.unit.name_on(data.issued_on),
        product_name=data.product_name or product.name_vi,
        set_items=list(data.set_items),
        producer_name=data.producer_name or facility.name,
        producer_address=data.producer_address or address_of(product),
        round_id=data.round_id,
        nomination_id=data.nomination_id,
        source=data.source,
        source_text=data.source_text,
        source_note=data.source_note,
        is_demo=data.is_demo,
        created_at=utc_now(),
    )
    if award.number is not None:  # what gets a certificate must be printable on one
        require_drawable(
            award.product_name,
            *data.set_items,
            award.producer_name,
            award.producer_address,
            award.issuer,
            award.signer,
            award.title_vi,
        )
    return award


@dataclass(frozen=True, slots=True)
class Ruling:
    """The decision that suspends, restores or revokes a certificate."""

    number: str
    signed_on: date
    authority: str

    @property
    def text(self) -> str:
        return f"Quyết định số {self.number} ngày {self.signed_on:%d/%m/%Y} của {self.authority}"

    def facts(self) -> dict[str, str]:
        """What the register keeps of it."""
        return {
            "decision_number": self.number,
            "decision_date": self.signed_on.isoformat(),
            "authority": self.authority,
        }


def suspend_award(
    actor: Actor, award_id: int, reason: str, *, on: date | None = None, ruling: Ruling | None = None
) -> Award:
    """The recognition does not hold from a day on (today when None) until it is restored."""
    award = _judged(actor, award_id, reason)
    if award.suspended_on is not None:
        raise Conflict("wrong_state")
    award.suspended_on = on or today()
    audit.record(actor, "catalog.award.suspend", award, reason=reason, on=award.suspended_on.isoformat())
    _registered(award, "suspend", ruling, on=award.suspended_on.isoformat())
    _award_changed(award, award.product)
    _tell(award, "award_suspended", reason, ruling)
    return award


def restore_award(actor: Actor, award_id: int, reason: str, *, ruling: Ruling | None = None) -> Award:
    """End a suspension."""
    award = _judged(actor, award_id, reason)
    if award.suspended_on is None:
        raise Conflict("wrong_state")
    award.suspended_on = None
    audit.record(actor, "catalog.award.restore", award, reason=reason)
    _registered(award, "lift", ruling)
    _award_changed(award, award.product)
    return award


def revoke_award(
    actor: Actor, award_id: int, reason: str, *, on: date | None = None, ruling: Ruling | None = None
) -> Award:
    """Take the recognition back for good (Circular 26/2014, article 20.3); its page stays and says so."""
    award = _judged(actor, award_id, reason)
    award.revoked_on, award.revoked_reason = on or today(), reason
    audit.record(actor, "catalog.award.revoke", award, reason=reason, on=award.revoked_on.isoformat())
    _registered(award, "revoke", ruling, on=award.revoked_on.isoformat(), reason=reason)
    _award_changed(award, award.product)
    _tell(award, "award_revoked", reason, ruling)
    return award


def _registered(award: Award, kind: str, ruling: Ruling | None, **facts: Any) -> None:
    register.append(award, kind, **facts, **(ruling.facts() if ruling else {}))
    register.checkpoint(kind)


def _tell(award: Award, letter: str, reason: str, ruling: Ruling | None) -> None:
    text = f"{ruling.text}: {reason}" if ruling else reason
    send_letter(letter, award.product.facility, product_id=award.product_id, text=text)


def address_of(product: Product) -> str:
    """The producer's address in one line, the unit by its name today."""
    facility = product.facility
    parts = (facility.address, facility.commune, facility.unit.present.name_vi)
    return ", ".join(part for part in parts if part)


def _judged(actor: Actor, award_id: int, reason: str) -> Award:
    award = load(Award, award_id)
    authorize(actor, can_change_award, award)
    if not reason:
        raise RuleBroken("reason_text_required", "reason")
    if award.revoked_on is not None:
        raise Conflict("wrong_state")
    return award


def _award_changed(award: Award, product: Product) -> None:
    record_change("product", product.id)
    record_change("facility", product.facility_id)
    if award.number is not None:
        record_change("certificate", award.number)
    if award.round_id is not None:
        record_change("round", award.round_id)
