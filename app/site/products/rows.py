"""The rows of a product's page, by Core statements made once: this is the page that most visitors ask for."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, union

from app.core.clock import today
from app.core.database.reading import Found, Prepared, Source, labelled, reading
from app.core.errors import NotFound
from app.site.exhibits.presence import list_presence_of_product
from app.site.products.lots import list_lot_rows
from app.site.products.near import list_near
from catalog.enums import CheckState, FacilityState, ProductState
from catalog.models import (
    AdministrativeUnit,
    Award,
    Certificate,
    Facility,
    Product,
    ProductCertificate,
    ProductPicture,
    Trademark,
)
from voting.models import MergedSet, MergedSetMember, Nomination, SelectionRound

_product, _facility, _mark, _award, _paper, _carried, _picture, _unit, _round = (
    cast("Table", entity.__table__)
    for entity in (
        Product, Facility, Trademark, Award, Certificate, ProductCertificate, ProductPicture, AdministrativeUnit,
        SelectionRound,
    )
)  # fmt: skip
_set, _member, _entry = (
    cast("Table", entity.__table__) for entity in (MergedSet, MergedSetMember, Nomination)
)
_present = _unit.alias("present")
_lead = _product.alias("lead")
_is_public = (_product.c.state == ProductState.PUBLISHED) & (_facility.c.state == FacilityState.VERIFIED)


@dataclass(frozen=True, slots=True)
class ProductRows:
    """product: the product's columns, and of its facility, present unit and mark with `facility_`, `unit_` and
    `mark_` in front. awards: with `round_slug`, `round_vi`, `round_en` where a published round led to it, and
    `lead_slug`, `lead_vi`, `lead_en` of the product that carries the award of a whole set. recalled_lots: which of the
    lots a recall reaches.
    """

    found: Found
    pictures: Found
    papers: Found
    awards: Found
    near: Found
    lots: Found
    recalled_lots: frozenset[int]
    presence: Found

    @property
    def product(self) -> Any:
        return self.found[0]

    @property
    def key(self) -> Hashable:
        """All that was read: a page of the same day that shows anything else has another key."""
        parts = (self.found, self.pictures, self.papers, self.awards, self.near, self.lots, self.presence)
        return (*[part.key for part in parts], self.recalled_lots)


def get_product_rows(slug: str) -> ProductRows:
    """A published product of a verified facility: seven statements, eight while a recall is in force. Or NotFound."""
    with reading() as source:
        return _rows(source, _product_found(_PRODUCT, source, slug))


def get_rows_of_any_state(slug: str) -> ProductRows:
    """As `get_product_rows`, of a product in any state: for its maker and officers, authorised by the caller."""
    with reading() as source:
        return _rows(source, _product_found(_ANY_PRODUCT, source, slug))


def get_product_row(slug: str) -> Any:
    """As `product` of `get_product_rows`, alone. Raises NotFound."""
    with reading() as source:
        return _product_found(_PRODUCT, source, slug)[0]


def _rows(source: Source, found: Found) -> ProductRows:
    product = found[0]
    lots, recalled = list_lot_rows(source, product.id)
    return ProductRows(
        found=found,
        pictures=_PICTURES.found(source, product=product.id),
        papers=_PAPERS.found(source, product=product.id),
        awards=_AWARDS.found(source, product=product.id),
        near=list_near(source, product, today()),
        lots=lots,
        recalled_lots=recalled,
        presence=list_presence_of_product(source, product.id, product.facility_id, today()),
    )


def _product_found(statement: Prepared, source: Source, slug: str) -> Found:
    found = statement.found(source, slug=slug)
    if not found:
        raise NotFound("not_found")
    return found


def _columns(table: Any, *names: str) -> list[Any]:
    return [table.c[name] for name in names]


_WHOLE_PRODUCT = (
    select(
        *_columns(
            _product, "id", "slug", "facility_id", "name_vi", "name_en", "group", "is_set", "description_vi",
            "description_en", "materials", "dimensions", "net_content", "shelf_life", "standard", "safety_note",
            "where_sold", "gtin", "is_demo", "source", "unchecked",
        ),
        *labelled(
            _facility, "facility_", "name", "slug", "kind", "commune", "address", "phone", "email", "website",
            "about_vi", "about_en", "founded_year", "source", "unit_id", "unchecked",
        ),
        *labelled(_present, "unit_", "code", "name_vi", "name_en"),
        *labelled(
            _mark, "mark_", "name", "kind", "state", "application_number", "registration_number", "registration_date",
            "valid_until", "holder", "check_state", "checked_at", "is_demo", "nice_classes", "nice_edition",
            "logo_files",
        ),
    )
    .select_from(_product)
    .join(_facility, _product.c.facility_id == _facility.c.id)
    .join(_unit, _unit.c.id == _facility.c.unit_id)
    .join(_present, _present.c.id == func.coalesce(_unit.c.successor_id, _unit.c.id))
    .outerjoin(_mark, (_mark.c.id == _product.c.trademark_id) & (_mark.c.check_state != CheckState.REFUSED))
    .where(_product.c.slug == bindparam("slug"))
)  # fmt: skip
_PRODUCT = Prepared(_WHOLE_PRODUCT.where(_is_public))
_ANY_PRODUCT = Prepared(_WHOLE_PRODUCT)

_PICTURES = Prepared(
    select(*_columns(_picture, "files", "width", "height", "alt_vi", "alt_en", "is_illustration"))
    .where(_picture.c.product_id == bindparam("product"), _picture.c.waiting.is_(False))
    .order_by(_picture.c.position, _picture.c.id)
)

_PAPERS = Prepared(
    select(
        *_columns(
            _paper,
            "id",
            "replaces_id",
            "kind",
            "title",
            "number",
            "issuer",
            "issued_on",
            "valid_until",
            "stars",
            "revoked_on",
            "check_state",
            "checked_at",
            "is_demo",
        )
    )
    .join(_carried, _carried.c.certificate_id == _paper.c.id)
    .where(_carried.c.product_id == bindparam("product"), _paper.c.check_state != CheckState.REFUSED)
    .order_by(_paper.c.id)
)

_SHARED = (
    select(_set.c.lead_id)
    .join(_member, _member.c.set_id == _set.c.id)
    .join(_entry, _entry.c.id == _member.c.nomination_id)
    .where(_entry.c.product_id == bindparam("product"), _set.c.dissolved_at.is_(None))
)
"""The entries that carry the award of a set of which the product is a member."""


def _of_lead(name: str) -> Any:
    """A column of the product that carries the award, where that is another: asked by its key, row by row, for
    PostgreSQL would join the whole catalogue.
    """
    other = (_lead.c.id == _award.c.product_id) & (_lead.c.id != bindparam("product"))
    return select(_lead.c[name]).where(other).scalar_subquery()


_own, _of_set = _award.alias("own"), _award.alias("of_set")
_OWN = select(_own.c.id).where(_own.c.product_id == bindparam("product"))
_OF_SETS = select(_of_set.c.id).where(_of_set.c.nomination_id.in_(_SHARED))
_AWARDS = Prepared(
    select(
        *_columns(
            _award,
            "number",
            "level",
            "year",
            "issuer",
            "decision_number",
            "decision_date",
            "issued_on",
            "valid_until",
            "revoked_on",
            "suspended_on",
            "unit_name",
            "source_text",
            "source_note",
            "is_demo",
        ),
        _round.c.slug.label("round_slug"),
        _round.c.title_vi.label("round_vi"),
        _round.c.title_en.label("round_en"),
        _of_lead("slug").label("lead_slug"),
        _of_lead("name_vi").label("lead_vi"),
        _of_lead("name_en").label("lead_en"),
    )
    .outerjoin(_round, (_round.c.id == _award.c.round_id) & _round.c.published_at.is_not(None))
    .where(_award.c.id.in_(union(_OWN, _OF_SETS)))
    .order_by(_award.c.issued_on.desc(), _award.c.id.desc())
)
