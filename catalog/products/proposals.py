"""The changes of a public listing that wait for an officer, old beside new, and those shown but not checked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.web.i18n import translate
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_FIELDS, PRODUCT_GROUPS
from catalog.models import Product


@dataclass(frozen=True, slots=True)
class UncheckedField:
    name: str
    changed_at: datetime


def proposal_rows(product: Product) -> list[tuple[str, str, str]]:
    """(field, now, proposed) of each value that waits, in the reader's language."""
    return [
        (field_text(name), _value(name, getattr(product, name)), _value(name, value))
        for name, value in product.proposed.items()
    ]


def unchecked_fields(unchecked: dict[str, str]) -> list[UncheckedField]:
    """The fields that show with a mark, in the order of their changes. unchecked: as a product keeps it."""
    rows = [UncheckedField(field_text(name), datetime.fromisoformat(at)) for name, at in unchecked.items()]
    return sorted(rows, key=lambda row: row.changed_at)


def field_text(name: str) -> str:
    return translate(PRODUCT_FIELDS[name]) if name in PRODUCT_FIELDS else name


def _value(name: str, value: Any) -> str:
    if name == "group" and value in set(ProductGroup):
        return translate(PRODUCT_GROUPS[ProductGroup(value)])
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    return str(value or "")
