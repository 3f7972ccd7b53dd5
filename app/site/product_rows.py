"""The rows of a product's page, by Core statements made once: this is the page that most visitors ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.errors import NotFound
from catalog.enums import CheckState
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
from catalog.queries.cards import is_public
from voting.models import SelectionRound

Rows = Sequence[Row[Any]]
SIBLINGS = 4

_product, _facility, _mark, _award, _paper, _picture = (
    table.__table__ for table in (Product, Facility, Trademark, Award, Certificate, ProductPicture)
)
_Present = aliased(AdministrativeUnit)


@dataclass(frozen=True, slots=True)
class ProductRows:
    """product: the product's columns, and of its facility, present unit and mark with `facility_`, `unit_` and
    `mark_` in front. awards: with `round_slug`, `round_vi`, `round_en` where a published round led to it.
    """

    product: Row[Any]
    pictures: Rows
    papers: Rows
    awards: Rows
    siblings: Rows


def get_product_rows(slug: str) -> ProductRows:
    """A published product of a verified facility: five statements. Raises NotFound."""
    run = db.session.execute
    product = run(_PRODUCT, {"slug": slug}).one_or_none()
    if product is None:
        raise NotFound("not_found")
    key = {"product": product.id}
    return ProductRows(
        product=product,
        pictures=run(_PICTURES, key).all(),
        papers=run(_PAPERS, key).all(),
        awards=run(_AWARDS, key).all(),
        siblings=run(_SIBLINGS, {**key, "facility": product.facility_id}).all(),
    )


def _labelled(table: Any, prefix: str, *names: str) -> list[Any]:
    return [table.c[name].label(prefix + name) for name in names]


_PRODUCT: Select[Any] = (
    select(
        *(column for column in _product.c if column.name not in {"proposed", "return_reasons", "return_reason"}),
        *_labelled(
            _facility, "facility_", "name", "slug", "kind", "commune", "address", "phone", "email", "website",
            "about_vi", "about_en", "founded_year", "source",
        ),
        _Present.name_vi.label("unit_name_vi"),
        _Present.name_en.label("unit_name_en"),
        _Present.code.label("unit_code"),
        *_labelled(
            _mark, "mark_", "name", "kind", "state", "application_number", "registration_number", "registration_date",
            "valid_until", "holder", "logo_files", "check_state", "checked_at", "is_demo",
        ),
    )
    .select_from(_product)
    .join(_facility, _product.c.facility_id == _facility.c.id)
    .join(AdministrativeUnit, AdministrativeUnit.id == _facility.c.unit_id)
    .join(_Present, _Present.id == db.func.coalesce(AdministrativeUnit.successor_id, AdministrativeUnit.id))
    .outerjoin(_mark, (_mark.c.id == _product.c.trademark_id) & (_mark.c.check_state != CheckState.REFUSED))
    .where(_product.c.slug == bindparam("slug"), is_public())
)  # fmt: skip

_PICTURES: Select[Any] = (
    select(_picture).where(_picture.c.product_id == bindparam("product")).order_by(_picture.c.position, _picture.c.id)
)

_PAPERS: Select[Any] = (
    select(_paper)
    .join(ProductCertificate, ProductCertificate.certificate_id == _paper.c.id)
    .where(ProductCertificate.product_id == bindparam("product"), _paper.c.check_state != CheckState.REFUSED)
    .order_by(_paper.c.id)
)

_AWARDS: Select[Any] = (
    select(
        _award,
        SelectionRound.slug.label("round_slug"),
        SelectionRound.title_vi.label("round_vi"),
        SelectionRound.title_en.label("round_en"),
    )
    .outerjoin(
        SelectionRound, (SelectionRound.id == _award.c.round_id) & SelectionRound.published_at.is_not(None)
    )
    .where(_award.c.product_id == bindparam("product"))
    .order_by(_award.c.issued_on.desc(), _award.c.id.desc())
)

_SIBLINGS: Select[Any] = (
    select(_product.c.slug, _product.c.name_vi, _product.c.name_en, _product.c.is_demo, _picture.c.files,
           _picture.c.width, _picture.c.height, _picture.c.alt_vi, _picture.c.alt_en, _picture.c.is_illustration)
    .select_from(_product)
    .join(_facility, _product.c.facility_id == _facility.c.id)
    .outerjoin(
        _picture,
        _picture.c.id
        == select(ProductPicture.id)
        .where(ProductPicture.product_id == _product.c.id)
        .order_by(ProductPicture.position, ProductPicture.id)
        .limit(1)
        .correlate(_product)
        .scalar_subquery(),
    )
    .where(_product.c.facility_id == bindparam("facility"), _product.c.id != bindparam("product"), is_public())
    .order_by(_product.c.sort_key, _product.c.id)
    .limit(SIBLINGS)
)  # fmt: skip
