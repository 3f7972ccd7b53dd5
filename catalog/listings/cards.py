"""Products as cards of a list: four prepared statements for any number of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, Table, bindparam, func, select

from app.core.database.reading import Prepared, PreparedMany, Source, reading
from catalog.awards.queries import shown_award
from catalog.enums import ProductState, Recognition, Validity
from catalog.models import Award, Facility, Product, ProductPicture
from catalog.units.present import PresentUnit, read_units
from catalog.validity import recognition_of, state_of

_product, _facility, _award, _picture = (
    cast("Table", entity.__table__) for entity in (Product, Facility, Award, ProductPicture)
)

_first = _picture.alias("first_picture")


class CardAward(NamedTuple):
    """A recognition as far as a list shows it."""

    product_id: int
    id: int
    number: str | None
    level: str
    year: int
    issuer: str
    decision_number: str
    decision_date: date | None
    issued_on: date
    valid_until: date
    revoked_on: date | None
    suspended_on: date | None
    unit_name: str
    source: str
    source_text: str
    source_note: str
    is_demo: bool

    @property
    def stated_on(self) -> date | None:
        """As `Award.stated_on`."""
        return self.issued_on if self.number else None

    def validity_on(self, day: date) -> Validity:
        return state_of(self, day)


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list. unit: of the facility, as it is today. picture: the columns of the first one. award: the
    best valid one, else the newest.
    """

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
    unit: PresentUnit
    picture: Any
    award: CardAward | None
    recognition: Recognition = Recognition.NONE


@dataclass(frozen=True, slots=True)
class FacilityCard:
    """A facility in a list. unit: as it is today. products: published ones."""

    id: int
    slug: str
    name: str
    kind: str
    source: str
    commune: str
    is_demo: bool
    unit: PresentUnit
    products: int


def is_public() -> ColumnElement[bool]:
    """Published, of a verified facility: kept with the product, so that no statement walks over all of a state."""
    return Product.counted_as != ""


def list_cards(ids: Sequence[int], on: date) -> list[ProductCard]:
    """Cards of the public ones of some products, in the given order; four statements."""
    if not ids:
        return []
    with reading() as source:
        units = read_units(source, on).by_id
        rows = {row.id: row for row in _PRODUCTS.all(source, ids)}
        pictures, awards = read_first_pictures(source, list(rows)), _awards(source, list(rows))
    return [
        _card(row, units, pictures.get(row.id), awards.get(row.id, ()), on)
        for row in (rows[key] for key in ids if key in rows)
    ]


def iter_cards(on: date, most: int) -> Iterator[list[ProductCard]]:
    """Cards without pictures of all public products by id, so many at a time; three statements for each."""
    after = 0
    while True:
        with reading() as source:
            rows = _PRODUCTS_AFTER.all(source, after=after, most=most)
            if not rows:
                return
            units, awards = (
                read_units(source, on).by_id,
                _by_product(_AWARDS_BETWEEN.all(source, first=rows[0].id, last=rows[-1].id)),
            )
        after = rows[-1].id
        yield [_card(row, units, None, awards.get(row.id, ()), on) for row in rows]


def _card(
    row: Any, units: Mapping[int, PresentUnit], picture: Any, awards: Sequence[CardAward], on: date
) -> ProductCard:
    return ProductCard(
        id=row.id, slug=row.slug, name_vi=row.name_vi, name_en=row.name_en, group=row.group, is_set=row.is_set,
        is_demo=row.is_demo, gtin=row.gtin, facility_name=row.facility_name, facility_slug=row.facility_slug,
        unit=units[row.unit_id], picture=picture, award=shown_award(awards, on), recognition=recognition_of(awards, on),
    )  # fmt: skip


def list_facility_cards(ids: Sequence[int], on: date) -> list[FacilityCard]:
    """Cards of the verified ones of some facilities, in the given order; three statements."""
    if not ids:
        return []
    with reading() as source:
        units = read_units(source, on).by_id
        rows = {row.id: row for row in _FACILITIES.all(source, ids)}
        counts = {row.facility_id: row.products for row in _PRODUCTS_OF.all(source, list(rows))}
    return [
        FacilityCard(
            id=row.id, slug=row.slug, name=row.name, kind=row.kind, source=row.source, commune=row.commune,
            is_demo=row.is_demo, unit=units[row.unit_id], products=counts.get(row.id, 0),
        )
        for row in (rows[key] for key in ids if key in rows)
    ]  # fmt: skip


def first_pictures(ids: Iterable[int]) -> Mapping[int, Any]:
    """The main picture of each product, as columns; one statement."""
    with reading() as source:
        return read_first_pictures(source, list(ids))


def read_first_pictures(source: Source, ids: Sequence[int]) -> Mapping[int, Any]:
    return {row.product_id: row for row in _PICTURES.all(source, ids)}


def _awards(source: Source, ids: Sequence[int]) -> dict[int, list[CardAward]]:
    return _by_product(_AWARDS.all(source, ids))


def _by_product(rows: Iterable[Any]) -> dict[int, list[CardAward]]:
    found: dict[int, list[CardAward]] = {}
    for row in map(CardAward._make, rows):
        found.setdefault(row.product_id, []).append(row)
    return found


Keys = list[BindParameter[Any]]


def _product_query(keys: Keys) -> Select[Any]:
    return _public_products().where(_product.c.id.in_(keys))


def _public_products() -> Select[Any]:
    names = ("id", "slug", "name_vi", "name_en", "group", "is_set", "is_demo", "gtin")
    return (
        select(
            *(_product.c[name] for name in names),
            _facility.c.name.label("facility_name"),
            _facility.c.slug.label("facility_slug"),
            _facility.c.unit_id,
        )
        .join(_facility, _product.c.facility_id == _facility.c.id)
        .where(_product.c.counted_as != "")
    )


def _picture_query(keys: Keys) -> Select[Any]:
    names = ("product_id", "files", "width", "height", "alt_vi", "alt_en", "is_illustration")
    first = (
        select(_first.c.id)
        .where(_first.c.product_id == _picture.c.product_id, _first.c.waiting.is_(False))
        .order_by(_first.c.position, _first.c.id)
        .limit(1)
        .correlate(_picture)
    )
    return select(*(_picture.c[name] for name in names)).where(
        _picture.c.product_id.in_(keys), _picture.c.id == first.scalar_subquery()
    )


def _award_query(keys: Keys) -> Select[Any]:
    return _card_awards().where(_award.c.product_id.in_(keys))


def _card_awards() -> Select[Any]:
    return select(*(_award.c[name] for name in CardAward._fields))


def _facility_query(keys: Keys) -> Select[Any]:
    names = ("id", "slug", "name", "kind", "source", "commune", "is_demo", "unit_id")
    return select(*(_facility.c[name] for name in names)).where(
        _facility.c.id.in_(keys), _facility.c.counted_as != ""
    )


def _products_of_query(keys: Keys) -> Select[Any]:
    return (
        select(_product.c.facility_id, func.count().label("products"))
        .where(_product.c.facility_id.in_(keys), _product.c.state == ProductState.PUBLISHED)
        .group_by(_product.c.facility_id)
    )


_PRODUCTS, _PICTURES, _AWARDS = map(PreparedMany, (_product_query, _picture_query, _award_query))
_FACILITIES, _PRODUCTS_OF = map(PreparedMany, (_facility_query, _products_of_query))
_PRODUCTS_AFTER = Prepared(
    _public_products()
    .where(_product.c.id > bindparam("after", type_=Integer()))
    .order_by(_product.c.id)
    .limit(bindparam("most"))
)
_AWARDS_BETWEEN = Prepared(
    _card_awards().where(
        _award.c.product_id.between(bindparam("first", type_=Integer()), bindparam("last", type_=Integer()))
    )
)
