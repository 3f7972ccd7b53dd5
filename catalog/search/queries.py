"""Search results. Pages come from the index or, if it cannot be read, from a simple query of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import cast

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import joinedload

from app.core.clock import today
from app.core.database.base import db
from app.core.database.reading import PreparedMany, reading
from app.core.errors import Unavailable
from app.core.ports import ports
from app.core.search import MAX_PAGE, Match, SearchPage, SearchQuery, Sort
from app.core.text import fold
from catalog.enums import CheckState, FacilityState
from catalog.listings.cards import ProductCard, is_public, list_cards
from catalog.models import Facility, Product, Trademark
from catalog.search.reading import Reading, ReadingKind, read_and_ask

PRODUCT_FACETS = (
    "recognition", "group", "province", "commune", "village", "level", "stars", "certificate", "mark", "year",
)  # fmt: skip
OF_A_PROVINCE = "commune"
"""A facet of some thousand values: counted where a province is chosen."""
PLAIN = Reading(ReadingKind.WORDS, "")
_NONE: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSearch:
    """What was asked. filters: facet -> values (`group`, `province` code of today, `level`, `certificate`,
    `year`, `facility` slug, `commune` code, `village` name, OCOP `stars`, kind of the trademark as
    `mark`). page counts from 1.
    """

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NONE)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 24


@dataclass(frozen=True, slots=True)
class ProductPage:
    """facets: name -> value -> count, empty when `degraded` (index unreadable: words match names only)."""

    cards: list[ProductCard]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    match: Match = Match.WORDS
    degraded: bool = False
    reading: Reading = PLAIN


@dataclass(frozen=True, slots=True)
class FacilityPage:
    ids: list[int]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    degraded: bool = False
    reading: Reading = PLAIN


@dataclass(frozen=True, slots=True)
class Found:
    """A suggestion: kind is product, facility or trademark; slug: of the product, else of the facility."""

    kind: str
    text: str
    slug: str


def search_products(search: CatalogueSearch, on: date | None = None) -> ProductPage:
    """A page of products with facet counts; three statements beside the index.

    The index catches up by itself and is rebuilt by the runner when it is broken, so nothing is written here.
    """
    day = on or today()
    page, reading = _ask("product", search, _facets_of(search))
    if page is None:
        ids = _plain_product_ids(search)
        shown = ids[_offset(search) : _offset(search) + search.per_page]
        return ProductPage(list_cards(shown, day), len(ids), {}, degraded=True)
    return ProductPage(list_cards(_ids(page), day), page.total, page.facets, page.match, reading=reading)


def _facets_of(search: CatalogueSearch) -> tuple[str, ...]:
    narrow = search.filters.keys() & {"province", OF_A_PROVINCE}
    return tuple(name for name in PRODUCT_FACETS if narrow or name != OF_A_PROVINCE)


def count_found(kind: str, text: str, filters: Mapping[str, frozenset[str]] = _NONE) -> int:
    """How many products, facilities or trademarks fit; no rows are read, no facets counted."""
    search = CatalogueSearch(text=text, filters=filters, per_page=1)
    page, _ = _ask(kind, search, ())
    if page is not None:
        return page.total
    if kind == "product":
        return len(_plain_product_ids(search))
    return len(_plain_facilities(search)) if kind == "facility" else 0


def search_facilities(search: CatalogueSearch) -> FacilityPage:
    """A page of verified facilities with counts by province, from the index."""
    page, reading = _ask("facility", search, ("province",))
    if page is None:
        found = [row.id for row in _plain_facilities(search)]
        shown = found[_offset(search) : _offset(search) + search.per_page]
        return FacilityPage(shown, len(found), {}, degraded=True)
    return FacilityPage(_ids(page), page.total, page.facets, reading=reading)


def search_trademarks(search: CatalogueSearch) -> list[Trademark]:
    """The first marks that fit, with their facility."""
    page, _ = _ask("trademark", search, ())
    ids = _ids(page) if page is not None else []
    query = select(Trademark).join(Trademark.facility).where(Trademark.id.in_(ids), _mark_is_public())
    rows = {row.id: row for row in db.session.scalars(query.options(joinedload(Trademark.facility)))}
    return [rows[key] for key in ids if key in rows]


def list_suggestions(prefix: str, limit: int = 8) -> list[Found]:
    """Names that hold the words typed so far; empty when the index cannot be read."""
    try:
        suggested = ports().search.suggest(prefix, limit)
    except Unavailable:
        return []
    slugs = _slugs([suggestion.id for suggestion in suggested])
    return [
        Found(suggestion.id.partition(":")[0], suggestion.title, slugs[suggestion.id])
        for suggestion in suggested
        if suggestion.id in slugs
    ]


def _ask(kind: str, search: CatalogueSearch, facets: tuple[str, ...]) -> tuple[SearchPage | None, Reading]:
    """What the index says and how the words were read; None when it cannot be read or has not been filled yet."""
    query = SearchQuery(
        text=search.text,
        filters={**search.filters, "kind": frozenset({kind})},
        sort=search.sort,
        offset=_offset(search),
        limit=min(search.per_page, MAX_PAGE),
        facets=facets,
    )
    index = ports().search
    plain = Reading(ReadingKind.WORDS, search.text)
    try:
        if not index.position():
            return None, plain
        if kind == "trademark":
            return index.search(query), plain
        return read_and_ask(query, index.search)
    except Unavailable:
        return None, plain


def _offset(search: CatalogueSearch) -> int:
    return (search.page - 1) * search.per_page


def _ids(page: SearchPage) -> list[int]:
    return [int(hit.partition(":")[2]) for hit in page.hits]


def _plain_product_ids(search: CatalogueSearch) -> list[int]:
    query = select(Product.id, Product.name_vi).join(Product.facility).join(Facility.unit).where(is_public())
    if groups := search.filters.get("group"):
        query = query.where(Product.group.in_(groups))
    if slugs := search.filters.get("facility"):
        query = query.where(Facility.slug.in_(slugs))
    order = Product.published_at.desc() if search.sort is Sort.NEWEST else Product.sort_key
    words = fold(search.text).split()
    rows = db.session.execute(query.order_by(order, Product.id))
    return [key for key, name in rows if all(word in fold(name) for word in words)]


def _plain_facilities(search: CatalogueSearch) -> list[Facility]:
    query = (
        select(Facility).where(Facility.state == FacilityState.VERIFIED).options(joinedload(Facility.unit))
    )
    codes = search.filters.get("province")
    words = fold(search.text).split()
    return [
        facility
        for facility in db.session.scalars(query.order_by(Facility.sort_key, Facility.id))
        if all(word in fold(facility.name) for word in words)
        and (not codes or facility.unit.present.code in codes)
    ]


def _slugs(names: list[str]) -> dict[str, str]:
    """Slugs of what is public among some names like "product:12"; one prepared statement a kind."""
    found: dict[str, str] = {}
    with reading() as source:
        for kind, statement in _SLUGS.items():
            ids = [int(name.partition(":")[2]) for name in names if name.startswith(f"{kind}:")]
            found |= {f"{kind}:{row.id}": row.slug for row in statement.all(source, ids)}
    return found


_product, _facility, _mark = (cast("Table", entity.__table__) for entity in (Product, Facility, Trademark))
_SLUGS = {
    "product": PreparedMany(
        lambda keys: select(_product.c.id, _product.c.slug).where(
            _product.c.id.in_(keys), _product.c.counted_as != ""
        )
    ),
    "facility": PreparedMany(
        lambda keys: select(_facility.c.id, _facility.c.slug).where(
            _facility.c.id.in_(keys), _facility.c.counted_as != ""
        )
    ),
    "trademark": PreparedMany(
        lambda keys: (
            select(_mark.c.id, _facility.c.slug)
            .join(_facility, _facility.c.id == _mark.c.facility_id)
            .where(
                _mark.c.id.in_(keys), _mark.c.check_state != CheckState.REFUSED, _facility.c.counted_as != ""
            )
        )
    ),
}


def _mark_is_public() -> ColumnElement[bool]:
    return (Trademark.check_state != CheckState.REFUSED) & (Facility.state == FacilityState.VERIFIED)


def with_filter(search: CatalogueSearch, name: str, values: frozenset[str]) -> CatalogueSearch:
    """The same question with another filter, on its first page."""
    return replace(search, filters={**search.filters, name: values}, page=1)
