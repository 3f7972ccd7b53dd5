"""Reads for a facility: its lots, diary, codes and links."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.core.actor import Actor
from app.core.database.base import db
from catalog.enums import FacilityState, ProductState
from catalog.models import Facility, Product
from traceability.enums import LotState
from traceability.models import Lot, TraceEvent


def list_lots_of(facilities: Iterable[int]) -> list[Lot]:
    """Lots of some facilities, the newest first, with events and recalls."""
    query = select(Lot).where(Lot.facility_id.in_(list(facilities)))
    loaded = query.options(selectinload(Lot.events), selectinload(Lot.recalls))
    return list(db.session.scalars(loaded.order_by(Lot.id.desc())))


def list_input_choices(lot: Lot, also: Iterable[int] = ()) -> list[Lot]:
    """Open lots of the same facility that can be inputs of a lot, raw material first. also: ids of further
    ones.
    """
    query = select(Lot).where(
        Lot.facility_id == lot.facility_id,
        Lot.id != lot.id,
        (Lot.state == LotState.OPEN) | Lot.id.in_(list(also)),
    )
    return list(db.session.scalars(query.order_by(Lot.product_id.is_not(None), Lot.id.desc())))


def list_lot_products(actor: Actor) -> list[Product]:
    """Products of the person's facilities of which lots may be opened."""
    query = (
        select(Product)
        .join(Product.facility)
        .where(
            Facility.id.in_(actor.facilities),
            Facility.state == FacilityState.VERIFIED,
            Product.state == ProductState.PUBLISHED,
        )
    )
    return list(db.session.scalars(query.order_by(Product.sort_key)))


def suggest_lot_code(facility_id: int, day: date) -> str:
    """`L261122-1`: the day, and a number that no lot of the facility has yet."""
    stem = f"L{day:%y%m%d}-"
    query = select(Lot.code).where(Lot.facility_id == facility_id, Lot.code.startswith(stem))
    taken = set(db.session.scalars(query))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{stem}{number}") not in taken)


def get_name(user_id: int | None) -> str:
    """Of a person; empty where there is none."""
    return db.session.scalar(select(User.name).where(User.id == user_id)) or "" if user_id else ""


def count_lots_without_diary(facilities: Iterable[int]) -> int:
    """Open product lots with an empty diary."""
    written = select(TraceEvent.lot_id)
    query = select(func.count()).where(
        Lot.facility_id.in_(list(facilities)),
        Lot.product_id.is_not(None),
        Lot.state == LotState.OPEN,
        Lot.id.not_in(written),
    )
    return db.session.scalar(query) or 0
