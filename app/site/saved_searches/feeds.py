"""A search as a feed (RFC 4287): the newest products that fit the question, for anybody."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.search import Sort
from app.site import atom
from app.site.bilingual import in_locale, producer_text
from app.site.blueprint import bp
from app.site.catalogue.search_address import asked_search, asked_values
from app.web.access import access
from app.web.addresses import base_url
from app.web.cache import public
from app.web.i18n import current_locale, local_url, localized, translate
from app.web.paths import path_to, with_question
from catalog.models import Facility, Product
from catalog.search.queries import PRODUCT_FACETS, CatalogueSearch, search_products

ENTRIES = 30
SECONDS = 900


@localized(bp, "/san-pham.atom", "/products.atom")
@access("public")
def products_atom() -> Response:
    """The newest products of a question."""
    search = replace(asked_search(PRODUCT_FACETS), sort=Sort.NEWEST, page=1, per_page=ENTRIES)
    cards = search_products(search).cards
    products = _loaded([card.id for card in cards])
    return public(Response(_atom(search, products), content_type=atom.MEDIA_TYPE), SECONDS)


def _loaded(ids: Sequence[int]) -> list[Product]:
    query = select(Product).where(Product.id.in_(ids)).options(
        joinedload(Product.facility).joinedload(Facility.unit)
    )  # fmt: skip
    rows = {row.id: row for row in db.session.scalars(query)}
    return [rows[key] for key in ids if key in rows]


def _atom(search: CatalogueSearch, products: Sequence[Product]) -> str:
    question = {name: value for name, value in asked_values(search).items() if name != "sort"}
    page = base_url() + with_question(local_url("site.products"), question)
    own = base_url() + with_question(local_url("site.products_atom"), question)
    updated = max((row.published_at for row in products if row.published_at), default=None)
    title = (
        translate("Products: “%(text)s”", text=search.text) if search.text else translate("Newest products")
    )
    return atom.feed(f"{title} – Tiêu Biểu", own, page, updated, map(_entry, products))


def _entry(row: Product) -> str:
    summary = f"{producer_text(row.facility.name)}, {row.facility.unit.present.name_in(current_locale())}"
    return atom.entry(
        in_locale(row.name_vi, row.name_en),
        base_url() + path_to("product", row.slug),
        row.published_at or row.created_at,
        summary,
    )
