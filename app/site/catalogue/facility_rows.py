"""The rows of a facility's page, by Core statements made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Date, Table, bindparam, exists, func, select

from app.core.database.reading import Prepared, labelled, reading
from app.core.errors import NotFound
from catalog.enums import CheckState, FacilityState
from catalog.models import AdministrativeUnit, Award, Certificate, Facility, Product, Trademark


@dataclass(frozen=True, slots=True)
class FacilityRows:
    """facility: its columns, and of its present unit with `unit_` in front. marks, papers: all but refused ones.
    products: the ids of those that the public sees, what is recognised today first, then by name, as many as were asked
    for; total: of how many.
    """

    facility: Any
    marks: Sequence[Any]
    papers: Sequence[Any]
    products: list[int]
    total: int


def get_facility_rows(slug: str, day: date, most: int, before: int = 0) -> FacilityRows:
    """A verified facility: four prepared statements. Raises NotFound. most: how many products, after so many before."""
    with reading() as source:
        found = _FACILITY.all(source, slug=slug)
        if not found:
            raise NotFound("not_found")
        key = found[0].id
        products = _PRODUCTS.all(source, facility=key, day=day, most=most, before=before)
        return FacilityRows(
            facility=found[0],
            marks=_MARKS.all(source, facility=key),
            papers=_PAPERS.all(source, facility=key),
            products=[row.id for row in products],
            total=products[0].total if products else 0,
        )


_facility, _unit, _mark, _paper, _product, _award = (
    cast("Table", entity.__table__)
    for entity in (Facility, AdministrativeUnit, Trademark, Certificate, Product, Award)
)
_DAY = bindparam("day", type_=Date())
_present = _unit.alias("present")
_FACILITY = Prepared(
    select(
        *(
            _facility.c[name]
            for name in (
                "id", "slug", "name", "kind", "registration_number", "commune", "address", "phone", "email", "website",
                "about_vi", "about_en", "founded_year", "source", "is_demo", "unchecked",
            )
        ),
        *labelled(_present, "unit_", "code", "name_vi", "name_en", "region"),
    )
    .join(_unit, _unit.c.id == _facility.c.unit_id)
    .join(_present, _present.c.id == func.coalesce(_unit.c.successor_id, _unit.c.id))
    .where(_facility.c.slug == bindparam("slug"), _facility.c.state == FacilityState.VERIFIED)
)  # fmt: skip
_MARKS = Prepared(
    select(
        *(
            _mark.c[name]
            for name in (
                "name", "kind", "state", "application_number", "registration_number", "registration_date",
                "valid_until", "holder", "check_state", "checked_at", "is_demo", "nice_classes", "nice_edition",
                "logo_files",
            )
        )
    )
    .where(_mark.c.facility_id == bindparam("facility"), _mark.c.check_state != CheckState.REFUSED)
    .order_by(_mark.c.id)
)  # fmt: skip
_PAPERS = Prepared(
    select(
        *(
            _paper.c[name]
            for name in (
                "id", "replaces_id", "kind", "title", "number", "issuer", "issued_on", "valid_until", "stars",
                "revoked_on", "check_state",
                "checked_at", "is_demo",
            )
        )
    )
    .where(_paper.c.facility_id == bindparam("facility"), _paper.c.check_state != CheckState.REFUSED)
    .order_by(_paper.c.id)
)  # fmt: skip
_IS_RECOGNISED = exists().where(
    _award.c.product_id == _product.c.id,
    _award.c.issued_on <= _DAY,
    _award.c.valid_until >= _DAY,
    _award.c.revoked_on.is_(None) | (_award.c.revoked_on > _DAY),
    _award.c.suspended_on.is_(None) | (_award.c.suspended_on > _DAY),
)
_PRODUCTS = Prepared(
    select(_product.c.id, func.count().over().label("total"))
    .where(_product.c.facility_id == bindparam("facility"), _product.c.counted_as != "")
    .order_by(_IS_RECOGNISED.desc(), _product.c.sort_key, _product.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("before"))
)
