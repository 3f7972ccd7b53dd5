"""The changes of a public page that wait for an officer, old beside new, and those shown but not checked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.database.base import db
from app.web.i18n import current_locale, translate
from catalog.enums import FacilityKind, ProductGroup
from catalog.labels import FACILITY_FIELDS, FACILITY_KINDS, PRODUCT_FIELDS, PRODUCT_GROUPS
from catalog.models import AdministrativeUnit, Facility, Product

_FIELDS = PRODUCT_FIELDS | FACILITY_FIELDS


@dataclass(frozen=True, slots=True)
class UncheckedField:
    name: str
    changed_at: datetime


def proposal_rows(row: Product | Facility) -> list[tuple[str, str, str]]:
    """(field, now, proposed) of each value that waits, in the reader's language."""
    return [
        (field_text(name), _value(name, getattr(row, name)), _value(name, value))
        for name, value in row.proposed.items()
    ]


def unchecked_fields(unchecked: dict[str, str]) -> list[UncheckedField]:
    """The fields that show with a mark, in the order of their changes. unchecked: as a row keeps it."""
    rows = [UncheckedField(field_text(name), datetime.fromisoformat(at)) for name, at in unchecked.items()]
    return sorted(rows, key=lambda row: row.changed_at)


def field_text(name: str) -> str:
    return translate(_FIELDS[name]) if name in _FIELDS else name


def _value(name: str, value: Any) -> str:
    if name == "group" and value in set(ProductGroup):
        return translate(PRODUCT_GROUPS[ProductGroup(value)])
    if name == "kind" and value in set(FacilityKind):
        return translate(FACILITY_KINDS[FacilityKind(value)])
    if name == "unit_id":
        unit = db.session.get(AdministrativeUnit, value)
        return unit.name_in(current_locale()) if unit else ""
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    return str(value or "")
