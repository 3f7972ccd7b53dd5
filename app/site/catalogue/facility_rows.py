"""The rows of a facility's page, by Core statements made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select

from app.core.database.reading import Prepared, labelled, reading
from app.core.errors import NotFound
from catalog.enums import CheckState, FacilityState
from catalog.models import AdministrativeUnit, Certificate, Facility, Product, Trademark


@dataclass(frozen=True, slots=True)
class FacilityRows:
    """facility: its columns, and of its present unit with `unit_` in front. marks, papers: all but refused ones.
    products: the ids of those that the public sees, by name.
    """

    facility: Any
    marks: Sequence[Any]
    papers: Sequence[Any]
    products: list[int]


def get_facility_rows(slug: str) -> FacilityRows:
    """A verified facility: four prepared statements. Raises NotFound."""
    with reading() as source:
        found = _FACILITY.all(source, slug=slug)
        if not found:
            raise NotFound("not_found")
        key = found[0].id
        return FacilityRows(
            facility=found[0],
            marks=_MARKS.all(source, facility=key),
            papers=_PAPERS.all(source, facility=key),
            products=[row.id for row in _PRODUCTS.all(source, facility=key)],
        )


_facility, _unit, _mark, _paper, _product = (
    cast("Table", entity.__table__)
    for entity in (Facility, AdministrativeUnit, Trademark, Certificate, Product)
)
_present = _unit.alias("present")
_FACILITY = Prepared(
    select(
        *(
            _facility.c[name]
            for name in (
                "id", "slug", "name", "kind", "registration_number", "commune", "address", "phone", "email", "website",
                "about_vi", "about_en", "founded_year", "source", "is_demo",
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
_PRODUCTS = Prepared(
    select(_product.c.id)
    .where(_product.c.facility_id == bindparam("facility"), _product.c.counted_as != "")
    .order_by(_product.c.sort_key, _product.c.id)
)
