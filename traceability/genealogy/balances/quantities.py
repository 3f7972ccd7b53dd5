"""Amounts in the units that people write, and the dimension in which they can be added. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount in a unit as people write it ("kg", "gói") or as UN/CEFACT codes it ("KGM")."""

    amount: Decimal
    unit: str


def quantity_of(amount: Decimal | None, unit: str) -> Quantity | None:
    """None where no amount is stated."""
    return Quantity(amount, unit) if amount is not None else None


_KILOGRAM, _LITRE = "kg", "l"
_UNITS: dict[str, tuple[str, Decimal]] = {
    "mg": (_KILOGRAM, Decimal("0.000001")),
    "g": (_KILOGRAM, Decimal("0.001")),
    "gam": (_KILOGRAM, Decimal("0.001")),
    "grm": (_KILOGRAM, Decimal("0.001")),
    "kg": (_KILOGRAM, Decimal(1)),
    "kgm": (_KILOGRAM, Decimal(1)),
    "yến": (_KILOGRAM, Decimal(10)),
    "tạ": (_KILOGRAM, Decimal(100)),
    "t": (_KILOGRAM, Decimal(1000)),
    "tấn": (_KILOGRAM, Decimal(1000)),
    "tne": (_KILOGRAM, Decimal(1000)),
    "ml": (_LITRE, Decimal("0.001")),
    "mlt": (_LITRE, Decimal("0.001")),
    "l": (_LITRE, Decimal(1)),
    "lít": (_LITRE, Decimal(1)),
    "ltr": (_LITRE, Decimal(1)),
    "m3": (_LITRE, Decimal(1000)),
    "mtq": (_LITRE, Decimal(1000)),
}


def in_base_unit(quantity: Quantity) -> tuple[str, Decimal]:
    """(dimension, amount): masses in kg, volumes in l; anything else is counted apart under its own name."""
    unit = unicodedata.normalize("NFC", quantity.unit).strip().lower()
    dimension, factor = _UNITS.get(unit, (unit, Decimal(1)))
    return dimension, quantity.amount * factor


def sums_by_dimension(quantities: Iterable[Quantity | None]) -> dict[str, Decimal]:
    """What is stated, added up in each dimension."""
    sums: dict[str, Decimal] = {}
    for quantity in quantities:
        if quantity is not None:
            dimension, amount = in_base_unit(quantity)
            sums[dimension] = sums.get(dimension, Decimal(0)) + amount
    return dict(sorted(sums.items()))
