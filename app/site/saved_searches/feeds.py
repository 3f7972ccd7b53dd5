"""A search as a feed (RFC 4287): the newest products that fit the question, for anybody."""

from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.database.base import db
from app.core.search import Sort
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
    return public(
        Response(_atom(search, products), content_type="application/atom+xml; charset=utf-8"), SECONDS
    )


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
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{current_locale()}">'
        f"<title>{escape(title)} – Tiêu Biểu</title><id>{escape(own)}</id>"
        f"<updated>{updated.isoformat(timespec='seconds') if updated else '1970-01-01T00:00:00+00:00'}</updated>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>'
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>'
        "<author><name>Tiêu Biểu</name></author>\n"
    )
    return head + "".join(map(_entry, products)) + "</feed>\n"


def _entry(row: Product) -> str:
    href = base_url() + path_to("product", row.slug)
    at = row.published_at or row.created_at
    summary = f"{producer_text(row.facility.name)}, {row.facility.unit.present.name_in(current_locale())}"
    return (
        f"<entry><title>{escape(in_locale(row.name_vi, row.name_en))}</title><id>{escape(href)}</id>"
        f"<updated>{at.isoformat(timespec='seconds')}</updated><link href={quoteattr(href)}/>"
        f"<summary>{escape(summary)}</summary></entry>\n"
    )
