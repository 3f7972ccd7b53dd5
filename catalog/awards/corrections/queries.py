"""Which certificate replaced which, and the certificates in an officer's area."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, func, literal, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.database.keyset import beyond, place_text, read_place
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.enums import Level
from catalog.models import AdministrativeUnit, Award, AwardCorrection, Facility, Product
from catalog.names import number_key
from catalog.policies import can_change_award

PER_PAGE = 20
_SHOWN = (
    Award.id, Award.number, Award.product_name, Award.producer_name, Award.level, Award.year, Award.issued_on,
    Award.valid_until, Award.suspended_on, Award.revoked_on, Award.is_demo,
)  # fmt: skip
"""What a row of a list shows, and what its state follows from."""


def find_replacement(award_id: int) -> AwardCorrection | None:
    """The certificate that replaced this one, or None."""
    query = (
        select(AwardCorrection)
        .where(AwardCorrection.old_id == award_id)
        .options(joinedload(AwardCorrection.new))
    )
    return db.session.scalar(query)


def find_replaced(award_id: int) -> AwardCorrection | None:
    """The certificate that this one replaced."""
    query = (
        select(AwardCorrection)
        .where(AwardCorrection.new_id == award_id)
        .options(joinedload(AwardCorrection.old))
    )
    return db.session.scalar(query)


@dataclass(frozen=True, slots=True)
class AwardPage:
    """rows: of `_SHOWN`, the newest first. before, after: the places of its neighbours, "" where there is none."""

    rows: Sequence[Any]
    before: str = ""
    after: str = ""


def list_awards_in_scope(actor: Actor, text: str = "", *, place: str = "", back: bool = False) -> AwardPage:
    """Numbered certificates of facilities where the officer serves, the newest first; one statement.

    text: part of the number, however it is written. place: where the page before ended, or with `back` where the page
    after began.
    """
    query = select(*_SHOWN).where(Award.number.is_not(None), *_in_area(actor))
    if text:
        key = number_key(text)
        numbers = select(Award.id).where(Award.number_key.contains(key, autoescape=True))
        query = query.where(Award.id.in_(numbers) if key else false())
    found = read_place(place, Award.issued_on.type)
    back = back and found is not None
    if found is not None:
        query = query.where(beyond(Award.issued_on, Award.id, found, down=not back))
    order = (Award.issued_on, Award.id) if back else (Award.issued_on.desc(), Award.id.desc())
    rows = db.session.execute(query.order_by(*order).limit(PER_PAGE + 1)).all()
    is_more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if back:
        rows = rows[::-1]
    if not rows:
        return AwardPage([])
    first, last = (place_text(row.issued_on, row.id) for row in (rows[0], rows[-1]))
    has_before, has_after = (is_more, True) if back else (found is not None, is_more)
    return AwardPage(rows, first if has_before else "", last if has_after else "")


def _in_area(actor: Actor) -> list[ColumnElement[bool]]:
    """About the product of a row alone, so that rows are taken in their order; the products of a province are found
    once, by indexes alone.
    """
    if actor.has(Role.OFFICER_NATIONAL):
        return []
    unit = AdministrativeUnit
    if not actor.regions and not actor.communes:
        units = select(unit.id).where(unit.id.in_(actor.provinces) | unit.successor_id.in_(actor.provinces))
        homes = select(Facility.id).where(Facility.unit_id.in_(units))
        products = select(Product.id).where(Product.facility_id.in_(homes))
        return [func.coalesce(Award.product_id, Award.product_id).in_(products)]
    units = select(unit.id).where(
        unit.id.in_(actor.provinces) | unit.successor_id.in_(actor.provinces) | unit.region.in_(actor.regions)
    )
    mine = Facility.unit_id.in_(units) | (
        Facility.commune_key.in_(actor.communes) & (Award.level == Level.COMMUNE)
    )
    row = select(literal(1)).select_from(Product).join(Facility, Facility.id == Product.facility_id)
    return [row.where(Product.id == Award.product_id, mine).correlate(Award).exists()]


def get_award_by_number(number: str) -> Award:
    """Raises NotFound."""
    award = db.session.scalar(select(Award).where(Award.number == number).options(joinedload(Award.product)))
    if award is None:
        raise NotFound("not_found")
    return award


def get_award_to_change(actor: Actor, number: str) -> Award:
    """A certificate that the person may decide about. Raises NotFound, NotAllowed."""
    award = get_award_by_number(number)
    authorize(actor, can_change_award, award)
    return award
