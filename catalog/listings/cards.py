"""Products as cards of a list: three statements for any number of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from app.core.database.base import db
from catalog.awards.queries import shown_award
from catalog.enums import Recognition
from catalog.models import AdministrativeUnit, Award, Facility, Product, ProductPicture
from catalog.validity import recognition_of


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list. unit: of the facility. award: the best valid one, else the newest."""

    id: int
    slug: str
    name_vi: str
    name_en: str
    group: str
    is_set: bool
    is_demo: bool
    gtin: str | None
    facility_name: str
    facility_slug: str
    unit: AdministrativeUnit
    picture: ProductPicture | None
    award: Award | None
    recognition: Recognition = Recognition.NONE


def is_public() -> ColumnElement[bool]:
    """Published, of a verified facility: kept with the product, so that no statement walks over all of a state."""
    return Product.counted_as != ""


def list_cards(ids: Sequence[int], on: date) -> list[ProductCard]:
    """Cards of the public ones of some products, in the given order; three statements."""
    if not ids:
        return []
    query = (
        select(Product, Facility.name, Facility.slug, AdministrativeUnit)
        .join(Product.facility)
        .join(Facility.unit)
        .where(Product.id.in_(ids), is_public())
    )
    rows = {row[0].id: row for row in db.session.execute(query)}
    pictures, awards = first_pictures(rows), _awards(rows)
    return [
        ProductCard(
            id=product.id, slug=product.slug, name_vi=product.name_vi, name_en=product.name_en,
            group=product.group, is_set=product.is_set, is_demo=product.is_demo, gtin=product.gtin,
            facility_name=name, facility_slug=slug, unit=unit,
            picture=pictures.get(product.id), award=shown_award(awards.get(product.id, ()), on),
            recognition=recognition_of(awards.get(product.id, ()), on),
        )
        for product, name, slug, unit in (rows[key] for key in ids if key in rows)
    ]  # fmt: skip


def first_pictures(ids: Iterable[int]) -> dict[int, ProductPicture]:
    """The main picture of each product; one statement."""
    wanted = list(ids)
    first = (
        select(ProductPicture.product_id, func.min(ProductPicture.position).label("position"))
        .where(ProductPicture.product_id.in_(wanted), ProductPicture.waiting.is_(False))
        .group_by(ProductPicture.product_id)
        .subquery()
    )
    query = select(ProductPicture).join(
        first,
        (ProductPicture.product_id == first.c.product_id)
        & (ProductPicture.position == first.c.position)
        & ProductPicture.waiting.is_(False),
    )
    return {picture.product_id: picture for picture in db.session.scalars(query.order_by(ProductPicture.id))}


def _awards(ids: Iterable[int]) -> dict[int, list[Award]]:
    found: dict[int, list[Award]] = {}
    for award in db.session.scalars(select(Award).where(Award.product_id.in_(list(ids)))):
        found.setdefault(award.product_id, []).append(award)
    return found
