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
    newest = func.max(Award.issued_on)
    query = (
        select(Product.id)
        .join(Product.facility)
        .join(Award, Award.product_id == Product.id)
        .where(is_public(), *_holds(day))
        .group_by(Product.id)
        .order_by(newest.desc(), Product.id.desc())
        .limit(count)
    )
    return list_cards(list(db.session.scalars(query)), day)


def get_catalogue_stats(on: date | None = None) -> CatalogueStats:
    """The numbers of the home page; three statements."""
    day = on or today()
    groups = db.session.execute(
        select(Product.group, func.count()).join(Product.facility).where(is_public()).group_by(Product.group)
    )
    by_group = {group: count for group, count in groups}  # noqa: C416  # rows are not pairs to mypy
    now = func.coalesce(AdministrativeUnit.successor_id, AdministrativeUnit.id)
    facilities, provinces = db.session.execute(
        select(func.count(), func.count(func.distinct(now)))
        .select_from(Facility)
        .join(Facility.unit)
        .where(Facility.state == FacilityState.VERIFIED)
    ).one()
    awards = db.session.scalar(
        select(func.count()).select_from(Award).join(Award.product).join(Product.facility).where(
            is_public(), *_holds(day)
        )
    )  # fmt: skip
    return CatalogueStats(sum(by_group.values()), facilities, awards or 0, provinces, by_group)


def _holds(day: date) -> tuple[ColumnElement[bool], ...]:
    """The same rule as `validity_on`, in SQL."""
    return (
        Award.issued_on <= day,
        Award.valid_until >= day,
        Award.revoked_on.is_(None) | (Award.revoked_on > day),
        Award.suspended_on.is_(None) | (Award.suspended_on > day),
    )
