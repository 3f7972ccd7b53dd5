"""Write down a fair, its stands, and what came of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import NotFound, RuleBroken, check_together
from app.core.policy import authorize
from catalog import fields
from catalog.models import Product
from programme.exhibits import choices
from programme.exhibits.policies import can_keep_place
from programme.exhibits.services import (
    PlaceData,
    add_place,
    change_place,
    check_days,
    note_change,
    place_to_change,
)
from programme.fairs.stands import MOST_STANDS, StandLine, read_stands
from programme.models import Booth, Fair, FairOutcome

LARGEST = {"visitors": 10**8, "contracts": 10**6, "contract_value": 10**15, "sales": 10**15}


@dataclass(frozen=True, slots=True, kw_only=True)
class FairData(PlaceData):
    """A fair as typed. is_cancelled: it was called off."""

    starts_on: date
    ends_on: date
    organiser: str
    hours: str = ""
    admission: str = ""
    venue: str = ""
    country_vi: str = ""
    country_en: str = ""
    decision_number: str = ""
    decision_date: date | None = None
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeData:
    """Figures of a fair and the paper they are from; None: not known."""

    visitors: Decimal | None = None
    contracts: Decimal | None = None
    contract_value: Decimal | None = None
    sales: Decimal | None = None
    evidence: str
    evidence_date: date


def add_fair(actor: Actor, data: FairData, *, is_demo: bool = False) -> Fair:
    return add_place(actor, Fair, data, _values(data, None), is_demo=is_demo)


def change_fair(actor: Actor, fair_id: int, data: FairData, *, version: int | None = None) -> Fair:
    fair = place_to_change(actor, Fair, fair_id, version)
    return change_place(actor, fair, data, _values(data, fair.cancelled_on))


def add_stands(actor: Actor, fair_id: int, text: str) -> int:
    """The stands of a list, all or none of them; how many. Raises RuleBroken with one refusal a line."""
    fair = place_to_change(actor, Fair, fair_id)
    lines = read_stands(text)
    there = {booth.code for booth in fair.booths}
    if len(there) + len(lines) > MOST_STANDS:
        raise RuleBroken("too_many_stands", "stands", limit=MOST_STANDS)
    booths: list[Booth] = []
    check_together(*(lambda line=line: booths.append(_booth(line, there)) for line in lines))
    fair.booths += booths
    db.session.flush()
    note_change(actor, fair, "add", stands=len(booths))
    return len(booths)


def change_booth(
    actor: Actor, booth_id: int, *, facility: str, is_supported: bool, product_ids: frozenset[int]
) -> Booth:
    """Who has a stand and what is shown there. facility: as `find_facility` reads it, empty for a free stand."""
    booth = _booth_to_change(actor, booth_id)
    found = choices.find_facility(facility) if facility else None
    if found is None and product_ids:
        raise RuleBroken("stand_without_facility", "products")
    booth.facility = found
    booth.is_supported = is_supported and found is not None
    booth.products = (
        [one for one in choices.list_products_of(found) if one.id in product_ids] if found else []
    )
    note_change(actor, booth.fair, "change", stand=booth.code)
    return booth


def remove_booth(actor: Actor, booth_id: int) -> Fair:
    """Take a stand out of the list; the fair it was of."""
    booth = _booth_to_change(actor, booth_id)
    fair, code = booth.fair, booth.code
    booth.products = []
    db.session.flush()
    db.session.delete(booth)
    note_change(actor, fair, "remove", stand=code)
    return fair


def record_outcome(actor: Actor, fair_id: int, data: OutcomeData) -> FairOutcome:
    """Figures of a fair that has begun, with their paper. Earlier figures stay on record."""
    fair = place_to_change(actor, Fair, fair_id)
    if fair.starts_on > today():
        raise RuleBroken("fair_not_begun")
    if all(getattr(data, name) is None for name in LARGEST):
        raise RuleBroken("outcome_empty", "visitors")
    check_together(
        lambda: fields.required(data.evidence, "evidence"),
        lambda: _check_paper_day(data.evidence_date, fair),
        *(lambda name=name: _check_figure(data, name) for name in LARGEST),
    )
    outcome = FairOutcome(
        fair_id=fair.id, visitors=_whole(data.visitors), contracts=_whole(data.contracts),
        contract_value=data.contract_value, sales=data.sales, evidence=data.evidence,
        evidence_date=data.evidence_date, recorded_by=actor.user_id, recorded_at=utc_now(),
    )  # fmt: skip
    db.session.add(outcome)
    db.session.flush()
    note_change(actor, fair, "record", evidence=data.evidence)
    return outcome


def _values(data: FairData, cancelled_on: date | None) -> dict[str, Any]:
    check_days(starts_on=data.starts_on, ends_on=data.ends_on, decision_date=data.decision_date)
    if data.ends_on < data.starts_on:
        raise RuleBroken("fair_days_in_order", "ends_on")
    if data.country_en and not data.country_vi:
        raise RuleBroken("country_in_both_languages", "country_vi")
    fields.required(data.organiser, "organiser")
    names = ("starts_on", "ends_on", "organiser", "hours", "admission", "venue", "country_vi", "country_en",
             "decision_number", "decision_date")  # fmt: skip
    called_off = (cancelled_on or today()) if data.is_cancelled else None
    return {name: getattr(data, name) for name in names} | {"cancelled_on": called_off}


def _booth(line: StandLine, there: set[str]) -> Booth:
    if line.code in there:
        raise RuleBroken("stand_named_twice", "stands", line=line.line, stand=line.code)
    facility = None
    if line.facility:
        try:
            facility = choices.find_facility(line.facility)
        except RuleBroken:
            raise RuleBroken("stand_facility", "stands", line=line.line, text=line.facility[:80]) from None
    products: dict[int, Product] = {}
    for name in line.products:
        assert facility is not None  # `read_stands` refuses products of a free stand
        if choices.is_all(name):
            products |= {one.id: one for one in choices.list_products_of(facility)}
            continue
        try:
            product = choices.find_product(name, of=facility)
        except RuleBroken:
            raise RuleBroken("stand_product", "stands", line=line.line, text=name[:80]) from None
        products[product.id] = product
    supported = line.is_supported and facility is not None
    return Booth(code=line.code, facility=facility, is_supported=supported, products=list(products.values()))


def _booth_to_change(actor: Actor, booth_id: int) -> Booth:
    booth = db.session.get(Booth, booth_id, with_for_update=True)
    if booth is None:
        raise NotFound("not_found")
    authorize(actor, can_keep_place, booth.fair.unit)
    return booth


def _check_paper_day(day: date, fair: Fair) -> None:
    if not fair.starts_on <= day <= today():
        raise RuleBroken("outcome_day", "evidence_date")


def _check_figure(data: OutcomeData, name: str) -> None:
    figure = getattr(data, name)
    if figure is not None and not (0 <= figure <= LARGEST[name] and figure == int(figure)):
        raise RuleBroken("outcome_number", name, limit=LARGEST[name])


def _whole(figure: Decimal | None) -> int | None:
    return None if figure is None else int(figure)
