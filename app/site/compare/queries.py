"""Up to four products side by side: what each says of itself, its papers and its recognition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import BindParameter, Select, Table, func, select

from app.core.database.reading import PreparedMany, labelled, reading
from catalog.enums import CheckState
from catalog.listings.cards import ProductCard, list_cards
from catalog.models import AdministrativeUnit, Certificate, Facility, Product, ProductCertificate, Trademark

MOST = 4
_product, _facility, _unit, _mark, _paper, _carried = (
    cast("Table", entity.__table__)
    for entity in (Product, Facility, AdministrativeUnit, Trademark, Certificate, ProductCertificate)
)
_present = _unit.alias("present")
Keys = list[BindParameter[Any]]


@dataclass(frozen=True, slots=True)
class Compared:
    """card: with picture and recognition. row: the facts, `mark_…` of its trademark. papers: none refused."""

    card: ProductCard
    row: Any
    papers: Sequence[Any]


def list_compared(slugs: Sequence[str], day: date) -> list[Compared]:
    """The public ones of some products, in the given order: six statements."""
    if not slugs:
        return []
    with reading() as source:
        rows = {row.slug: row for row in _FACTS.all(source, slugs)}
        papers: dict[int, list[Any]] = {}
        for paper in _PAPERS.all(source, [row.id for row in rows.values()]):
            papers.setdefault(paper.product_id, []).append(paper)
    found = [rows[slug] for slug in slugs if slug in rows]
    cards = {card.id: card for card in list_cards([row.id for row in found], day)}
    return [Compared(cards[row.id], row, papers.get(row.id, [])) for row in found if row.id in cards]


def _fact_query(keys: Keys) -> Select[Any]:
    names = (
        "id", "slug", "group", "is_set", "net_content", "dimensions", "materials", "shelf_life", "standard", "gtin",
        "where_sold",
    )  # fmt: skip
    return (
        select(
            *(_product.c[name] for name in names),
            *labelled(_facility, "facility_", "commune", "website"),
            *labelled(_present, "unit_", "name_vi", "name_en"),
            *labelled(_mark, "mark_", "name", "registration_number"),
        )
        .select_from(_product)
        .join(_facility, _facility.c.id == _product.c.facility_id)
        .join(_unit, _unit.c.id == _facility.c.unit_id)
        .join(_present, _present.c.id == func.coalesce(_unit.c.successor_id, _unit.c.id))
        .outerjoin(
            _mark, (_mark.c.id == _product.c.trademark_id) & (_mark.c.check_state != CheckState.REFUSED)
        )
        .where(_product.c.slug.in_(keys), _product.c.counted_as != "")
    )


def _paper_query(keys: Keys) -> Select[Any]:
    names = ("kind", "title", "number", "issued_on", "valid_until", "stars", "revoked_on", "check_state")
    return (
        select(_carried.c.product_id, *(_paper.c[name] for name in names))
        .join(_carried, _carried.c.certificate_id == _paper.c.id)
        .where(_carried.c.product_id.in_(keys), _paper.c.check_state == CheckState.CHECKED)
        .order_by(_paper.c.id)
    )


_FACTS, _PAPERS = map(PreparedMany, (_fact_query, _paper_query))
