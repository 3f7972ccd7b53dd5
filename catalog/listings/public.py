"""What public pages read: one product, one facility, the newest recognitions, the home page's numbers."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Date, Table, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.clock import today
from app.core.database.base import db
from app.core.database.reading import Prepared, reading
from app.core.errors import NotFound
from catalog.enums import CheckState, FacilityState
from catalog.listings.cards import ProductCard, is_public, list_cards
from catalog.models import Award, Certificate, Facility, Product, Trademark
from catalog.schemes.chain import chains
from catalog.tallies.cells import FACILITY, PRODUCT, PRODUCT_UNIT
from catalog.tallies.queries import read_in_force, read_numbers
from catalog.units.present import PresentUnits, read_units

A_PRODUCT_HAS = 8
"""At most so many recognitions that hold; the newest products are looked for among that many times their number."""


@dataclass(frozen=True, slots=True)
class CatalogueStats:
    """Numbers of what is public. awards: recognitions that hold on the day; provinces: of the list
    in force; groups: group -> products; by_province: code of today's province -> products;
    units: provinces and cities.
    """

    products: int
    facilities: int
    awards: int
    provinces: int
    groups: dict[str, int]
    by_province: dict[str, int]
    units: PresentUnits


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
    """Those on a public page: all that stand except refused ones; unchecked ones say so."""
    return [paper for paper, _earlier in shown_chains(papers)]


def shown_chains(papers: list[Certificate]) -> list[tuple[Certificate, list[Certificate]]]:
    """As `shown_papers`, each with those that it has renewed, the latest first."""
    return chains(paper for paper in papers if paper.check_state != CheckState.REFUSED)


def shown_mark(mark: Trademark | None) -> Trademark | None:
    """The mark a public page names, unless an officer refused it."""
    return mark if mark is not None and mark.check_state != CheckState.REFUSED else None


def list_facility_products(facility: Facility, on: date | None = None) -> list[ProductCard]:
    """Cards of the facility's published products, by name; four statements."""
    query = select(Product.id).join(Product.facility).where(Facility.id == facility.id, is_public())
    return list_cards(list(db.session.scalars(query.order_by(Product.sort_key, Product.id))), on or today())


def list_newest_recognised(count: int, on: date | None = None) -> list[ProductCard]:
    """Cards of the latest products with a valid recognition; five statements."""
    day = on or today()
    with reading() as source:
        rows = _NEWEST.all(source, day=day, most=count * A_PRODUCT_HAS)
    ids = dict.fromkeys(row.product_id for row in rows)
    return list_cards(list(ids)[:count], day)


def get_catalogue_stats(on: date | None = None) -> CatalogueStats:
    """The numbers of the home page; three statements."""
    day = on or today()
    with reading() as source:
        kept = read_numbers(source, FACILITY, PRODUCT, PRODUCT_UNIT)
        units, in_force = read_units(source, day), read_in_force(source, day)
    by_group = kept[PRODUCT]
    facilities, products = units.sum_by_code(kept[FACILITY]), units.sum_by_code(kept[PRODUCT_UNIT])
    return CatalogueStats(
        sum(by_group.values()), sum(facilities.values()), in_force, len(facilities), by_group, products, units
    )


_award, _product = cast("Table", Award.__table__), cast("Table", Product.__table__)
_DAY = bindparam("day", type_=Date())
_NEWEST = Prepared(
    select(_award.c.product_id)
    .join(_product, _product.c.id == _award.c.product_id)
    .where(
        _award.c.in_results.is_(True),
        _product.c.counted_as != "",
        _award.c.issued_on <= _DAY,
        _award.c.valid_until >= _DAY,
        _award.c.revoked_on.is_(None) | (_award.c.revoked_on > _DAY),
        _award.c.suspended_on.is_(None) | (_award.c.suspended_on > _DAY),
    )
    .order_by(_award.c.issued_on.desc(), _award.c.sort_key, _award.c.id)
    .limit(bindparam("most"))
)
"""The same rule as `validity_on`, in SQL."""
