"""Fairs for the public: the calendar, one fair with its stands, the fairs of a product or a facility."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.enums import FacilityState
from catalog.listings.cards import is_public
from catalog.models import Facility, Product
from programme.exhibits.policies import can_keep_place
from programme.exhibits.queries import get_public, public_place
from programme.fairs.stands import stand_order
from programme.models import Booth, BoothProduct, Fair, FairOutcome


class FairState(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Stand:
    """A stand as the public may see it. facility: None where it is free or its facility has no page."""

    code: str
    is_taken: bool
    is_supported: bool
    facility: Facility | None
    product_ids: tuple[int, ...]


def state_on(fair: Fair, day: date) -> FairState:
    if fair.cancelled_on is not None:
        return FairState.CANCELLED
    if day < fair.starts_on:
        return FairState.COMING
    return FairState.RUNNING if day <= fair.ends_on else FairState.OVER


def list_coming(day: date) -> list[Fair]:
    """Fairs that are on or to come, the soonest first."""
    query = select(Fair).where(public_place(Fair), Fair.ends_on >= day).options(joinedload(Fair.unit))
    return list(db.session.scalars(query.order_by(Fair.starts_on, Fair.id)))


def list_past(day: date, *, offset: int, limit: int) -> tuple[list[Fair], int]:
    """Fairs that are over, the latest first, with the total."""
    query = select(Fair).where(public_place(Fair), Fair.ends_on < day)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    shown = query.options(joinedload(Fair.unit)).order_by(Fair.starts_on.desc(), Fair.id.desc())
    return list(db.session.scalars(shown.offset(offset).limit(limit))), total


def get_public_fair(slug: str) -> Fair:
    """Raises NotFound."""
    return get_public(Fair, slug)


def list_stands(fair_id: int) -> list[Stand]:
    """The stands of a fair in the order of its plan; three statements for any number of them."""
    booths = db.session.scalars(
        select(Booth)
        .where(Booth.fair_id == fair_id)
        .options(joinedload(Booth.facility).joinedload(Facility.unit))
    ).all()
    shown = (
        select(BoothProduct.booth_id, Product.id)
        .join(Product, Product.id == BoothProduct.product_id)
        .join(Booth, Booth.id == BoothProduct.booth_id)
        .where(Booth.fair_id == fair_id, Product.facility_id == Booth.facility_id, is_public())
        .order_by(Product.sort_key)
    )
    products: dict[int, list[int]] = {}
    for booth_id, product_id in db.session.execute(shown):
        products.setdefault(booth_id, []).append(product_id)
    return [
        Stand(booth.code, booth.facility_id is not None, booth.is_supported, _named(booth.facility),
              tuple(products.get(booth.id, ())))
        for booth in sorted(booths, key=lambda booth: stand_order(booth.code))
    ]  # fmt: skip


def find_outcome(fair_id: int) -> FairOutcome | None:
    """The figures that hold: the last recorded."""
    query = select(FairOutcome).where(FairOutcome.fair_id == fair_id)
    return db.session.scalar(query.order_by(FairOutcome.id.desc()).limit(1))


def get_booth(actor: Actor, slug: str, booth_id: int) -> Booth:
    """A stand for an officer of the fair's area. Raises NotFound or NotAllowed."""
    query = select(Booth).join(Booth.fair).where(Booth.id == booth_id, Fair.slug == slug)
    booth = db.session.scalar(query.options(selectinload(Booth.products)))
    if booth is None:
        raise NotFound("not_found")
    authorize(actor, can_keep_place, booth.fair.unit)
    return booth


def list_booths(fair: Fair) -> Sequence[Booth]:
    """Every stand of a fair in the order of its plan, for officers."""
    query = select(Booth).where(Booth.fair_id == fair.id)
    rows = db.session.scalars(query.options(joinedload(Booth.facility), selectinload(Booth.products)))
    return sorted(rows, key=lambda booth: stand_order(booth.code))


def _named(facility: Facility | None) -> Facility | None:
    return facility if facility is not None and facility.state == FacilityState.VERIFIED else None
