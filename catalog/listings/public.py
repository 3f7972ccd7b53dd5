"""What public pages read: one product, one facility, the newest recognitions, the home page's numbers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.enums import CheckState, FacilityState
from catalog.listings.cards import ProductCard, is_public, list_cards
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Product, Trademark
from catalog.tallies.cells import FACILITY, PRODUCT
from catalog.tallies.queries import count_in_force, numbers_of

A_PRODUCT_HAS = 8
"""At most so many recognitions that hold; the newest products are looked for among that many times their number."""


@dataclass(frozen=True, slots=True)
class CatalogueStats:
    """Numbers of what is public. awards: recognitions that hold on the day; provinces: of the list
    in force; groups: group -> products.
    """

    products: int
    facilities: int
    awards: int
    provinces: int
    groups: dict[str, int]


def get_public_product(slug: str) -> Product:
    """A published product with everything on its page: four statements. Raises NotFound."""
    query = (
        select(Product)
        .join(Product.facility)
        .where(Product.slug == slug, is_public())
        .options(
            joinedload(Product.facility).joinedload(Facility.unit),
            joinedload(Product.trademark),
            selectinload(Product.pictures),
            selectinload(Product.certificates),
            selectinload(Product.awards),
        )
    )
    product = db.session.scalar(query)
    if product is None:
        raise NotFound("not_found")
    return product


def get_public_facility(slug: str) -> Facility:
    """A verified facility with unit, marks and certificates: three statements. Raises NotFound."""
    query = (
        select(Facility)
        .where(Facility.slug == slug, Facility.state == FacilityState.VERIFIED)
        .options(
            joinedload(Facility.unit), selectinload(Facility.trademarks), selectinload(Facility.certificates)
        )
    )
    facility = db.session.scalar(query)
    if facility is None:
        raise NotFound("not_found")
    return facility


def shown_papers(papers: list[Certificate]) -> list[Certificate]:
    """Those on a public page: all except refused ones; unchecked ones say so."""
    return [paper for paper in papers if paper.check_state != CheckState.REFUSED]


def shown_mark(mark: Trademark | None) -> Trademark | None:
    """The mark a public page names, unless an officer refused it."""
    return mark if mark is not None and mark.check_state != CheckState.REFUSED else None


def list_facility_products(facility: Facility, on: date | None = None) -> list[ProductCard]:
    """Cards of the facility's published products, by name; four statements."""
    query = select(Product.id).join(Product.facility).where(Facility.id == facility.id, is_public())
    return list_cards(list(db.session.scalars(query.order_by(Product.sort_key, Product.id))), on or today())


def list_newest_recognised(count: int, on: date | None = None) -> list[ProductCard]:
    """Cards of the latest products with a valid recognition; four statements."""
    day = on or today()
    query = (
        select(Award.product_id)
        .join(Award.product)
        .where(Award.in_results, is_public(), *_holds(day))
        .order_by(Award.issued_on.desc(), Award.product_id.desc())
    )
    ids: dict[int, None] = {}
    for key in db.session.scalars(query.limit(count * A_PRODUCT_HAS)):
        ids[key] = None
    return list_cards(list(ids)[:count], day)


def get_catalogue_stats(on: date | None = None) -> CatalogueStats:
    """The numbers of the home page; three statements."""
    kept = numbers_of(FACILITY, PRODUCT)
    by_group, by_unit = kept[PRODUCT], kept[FACILITY]
    now = func.coalesce(AdministrativeUnit.successor_id, AdministrativeUnit.id)
    provinces = db.session.scalar(
        select(func.count(func.distinct(now))).where(AdministrativeUnit.id.in_([int(key) for key in by_unit]))
    )
    return CatalogueStats(
        sum(by_group.values()), sum(by_unit.values()), count_in_force(on or today()), provinces or 0, by_group
    )


def _holds(day: date) -> tuple[ColumnElement[bool], ...]:
    """The same rule as `validity_on`, in SQL."""
    return (
        Award.issued_on <= day,
        Award.valid_until >= day,
        Award.revoked_on.is_(None) | (Award.revoked_on > day),
        Award.suspended_on.is_(None) | (Award.suspended_on > day),
    )
