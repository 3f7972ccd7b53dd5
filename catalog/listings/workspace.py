"""Reads for members and officers: their facilities, products in any state, and the officers' queues."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.core.actor import Actor, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.policy import authorize
from catalog.enums import CheckState, FacilityState, ProductState
from catalog.models import AdministrativeUnit, Certificate, Facility, Product, Trademark
from catalog.policies import can_manage_facility

Row = TypeVar("Row", Facility, Product, Trademark, Certificate)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each wait for an officer."""

    facilities: int
    products: int
    papers: int


def get_facility(facility_id: int) -> Facility:
    """In any state; the caller checks who asks. Raises NotFound."""
    return _found(db.session.get(Facility, facility_id))


def get_own_facility(actor: Actor, facility_id: int) -> Facility:
    """One that the person may change. Raises NotFound or NotAllowed."""
    facility = get_facility(facility_id)
    authorize(actor, can_manage_facility, facility)
    return facility


def get_product(product_id: int) -> Product:
    """In any state; the caller checks who asks. Raises NotFound."""
    return _found(db.session.get(Product, product_id))


def list_facilities_of(actor: Actor) -> list[Facility]:
    """The facilities a person belongs to, by name."""
    query = select(Facility).where(Facility.id.in_(actor.facilities)).options(joinedload(Facility.unit))
    return list(db.session.scalars(query.order_by(Facility.sort_key)))


def list_managed_of(actor: Actor) -> list[Facility]:
    """The verified ones that the person looks after, by name."""
    return [
        row
        for row in list_facilities_of(actor)
        if row.state == FacilityState.VERIFIED and actor.manages(row.id)
    ]


def list_products_of(facilities: Iterable[Facility]) -> list[Product]:
    """Every product of some facilities, whatever its state, with pictures, the last changed first."""
    ids = [facility.id for facility in facilities]
    query = select(Product).where(Product.facility_id.in_(ids), Product.state != ProductState.MERGED)
    query = query.options(selectinload(Product.pictures))
    return list(db.session.scalars(query.order_by(Product.updated_at.desc(), Product.id)))


def list_similar_facilities(facility: Facility) -> list[Facility]:
    """Others whose name, or proposed name, looks the same to a person."""
    query = select(Facility).where(Facility.skeleton == facility.skeleton, Facility.id != facility.id)
    return list(db.session.scalars(query.options(joinedload(Facility.unit)).order_by(Facility.id)))


def list_waiting_facilities(
    actor: Actor, *, unit_id: int | None = None, age: int = 0, offset: int = 0, limit: int = 24
) -> tuple[list[Facility], int]:
    """New registrations and proposed changes in the officer's area, oldest first; with the total."""
    query = (
        select(Facility)
        .join(Facility.unit)
        .where(Facility.waits.is_(True), in_scope(actor), _within(unit_id))
    )
    query = query.where(_waits_since(Facility.updated_at, age))
    return _page(query.options(joinedload(Facility.unit)), Facility.updated_at, offset, limit)


def list_waiting_products(
    actor: Actor, *, unit_id: int | None = None, age: int = 0, offset: int = 0, limit: int = 24
) -> tuple[list[Product], int]:
    """Submitted products and proposed changes in the officer's area, oldest first; with the total."""
    query = (
        select(Product)
        .join(Product.facility)
        .join(Facility.unit)
        .where(
            Product.waits.is_(True), in_scope(actor), _within(unit_id), _waits_since(Product.updated_at, age)
        )
    )
    return _page(
        query.options(joinedload(Product.facility).joinedload(Facility.unit)),
        Product.updated_at,
        offset,
        limit,
    )


def list_waiting_trademarks(
    actor: Actor, *, unit_id: int | None = None, age: int = 0, offset: int = 0, limit: int = 24
) -> tuple[list[Trademark], int]:
    """Marks nobody checked yet, of verified facilities in the officer's area; with the total."""
    query = select(Trademark).join(Trademark.facility).join(Facility.unit)
    query = query.where(
        Trademark.check_state == CheckState.UNCHECKED, _verified(), in_scope(actor), _within(unit_id)
    ).where(_waits_since(Trademark.updated_at, age))
    return _page(query.options(joinedload(Trademark.facility)), Trademark.updated_at, offset, limit)


def list_waiting_certificates(
    actor: Actor, *, unit_id: int | None = None, age: int = 0, offset: int = 0, limit: int = 24
) -> tuple[list[Certificate], int]:
    """Certificates nobody checked yet, of verified facilities in the officer's area; with the total."""
    query = select(Certificate).join(Certificate.facility).join(Facility.unit)
    query = query.where(
        Certificate.check_state == CheckState.UNCHECKED, _verified(), in_scope(actor), _within(unit_id)
    ).where(_waits_since(Certificate.updated_at, age))
    return _page(query.options(joinedload(Certificate.facility)), Certificate.updated_at, offset, limit)


def list_reviewed_facilities(
    actor: Actor,
    state: FacilityState,
    *,
    unit_id: int | None = None,
    offset: int = 0,
    limit: int = 24,
) -> tuple[list[Facility], int]:
    """All facilities in the officer's area, by name, of one state; with the total."""
    query = select(Facility).join(Facility.unit)
    query = query.where(in_scope(actor), _within(unit_id), Facility.state == state)
    return _page(query.options(joinedload(Facility.unit)), Facility.sort_key, offset, limit)


def count_waiting(actor: Actor) -> Waiting:
    """The counts of an officer's queues; four statements."""
    facilities = select(func.count()).select_from(Facility).join(Facility.unit)
    products = select(func.count()).select_from(Product).join(Product.facility).join(Facility.unit)
    papers = (
        select(func.count()).select_from(kind).join(kind.facility).join(Facility.unit).where(
            kind.check_state == CheckState.UNCHECKED, _verified(), in_scope(actor)
        )
        for kind in (Trademark, Certificate)
    )  # fmt: skip
    return Waiting(
        db.session.scalar(facilities.where(Facility.waits.is_(True), in_scope(actor))) or 0,
        db.session.scalar(products.where(Product.waits.is_(True), in_scope(actor))) or 0,
        sum(db.session.scalar(query) or 0 for query in papers),
    )


def in_scope(actor: Actor) -> ColumnElement[bool]:
    """Facilities whose unit an officer serves, as `policies.covers` judges one; the statement joins the unit."""
    return AdministrativeUnit.id.is_not(None) if actor.has(Role.OFFICER_NATIONAL) else _served(actor)


def units_in_scope(actor: Actor, unit_id: int | None = None) -> Select[Any] | None:
    """The units of any list whose facilities an officer sees, narrowed to one of today where given; None: all."""
    query: Select[Any] = select(AdministrativeUnit.id)
    if not actor.has(Role.OFFICER_NATIONAL):
        query = query.where(_served(actor))
    elif unit_id is None:
        return None
    return query if unit_id is None else query.where(_within(unit_id))


def _served(actor: Actor) -> ColumnElement[bool]:
    """A facility of an older list belongs to its unit's successor: one step, because there are two lists."""
    successor = AdministrativeUnit.successor_id
    present = select(AdministrativeUnit.id).where(successor.is_(None))
    parts: list[ColumnElement[bool]] = []
    if actor.has(Role.OFFICER_PROVINCE):
        parts.append(AdministrativeUnit.id.in_(actor.provinces) | successor.in_(actor.provinces))
    if actor.has(Role.OFFICER_REGION):
        served = present.where(AdministrativeUnit.region.in_(actor.regions)).scalar_subquery()
        parts.append(AdministrativeUnit.id.in_(served) | successor.in_(served))
    return or_(*parts) if parts else false()


def _waits_since(column: Any, age: int) -> ColumnElement[bool]:
    """What has waited for so many days at least; 0: all."""
    return column < utc_now() - timedelta(days=age) if age else Facility.id.is_not(None)


def _within(unit_id: int | None) -> ColumnElement[bool]:
    """Facilities of one unit of today, of those that went into it too; None: all."""
    if unit_id is None:
        return Facility.id.is_not(None)
    return (AdministrativeUnit.id == unit_id) | (AdministrativeUnit.successor_id == unit_id)


def _verified() -> ColumnElement[bool]:
    return Facility.state == FacilityState.VERIFIED


def _page(
    query: Select[Row], order: InstrumentedAttribute[Any], offset: int, limit: int
) -> tuple[list[Row], int]:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    shown = query.order_by(order).offset(offset).limit(limit)
    return list(db.session.scalars(shown)), total


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound("not_found")
    return row
