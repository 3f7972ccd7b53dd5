"""Kinds of craft villages and the thresholds they are judged by (Decree 52/2018/NĐ-CP). Pure.

The thresholds are shown beside the facts of a village; they decide nothing here, because the province's decision does.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class VillageKind(StrEnum):
    CRAFT = "nghe-truyen-thong"
    VILLAGE = "lang-nghe"
    TRADITIONAL = "lang-nghe-truyen-thong"


LEAST_AGE = 50
"""Years that a traditional craft has stood in its place."""
LEAST_SHARE = 20
"""Per cent of households that work in the craft."""
LEAST_STABLE = 2
"""Years on end of stable work."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a kind is judged by; None: not asked of it."""

    age: int | None
    share: int | None
    stable: int | None


THRESHOLDS = {
    VillageKind.CRAFT: Thresholds(LEAST_AGE, None, None),
    VillageKind.VILLAGE: Thresholds(None, LEAST_SHARE, LEAST_STABLE),
    VillageKind.TRADITIONAL: Thresholds(LEAST_AGE, LEAST_SHARE, LEAST_STABLE),
}


def share_of(part: int | None, whole: int | None) -> Decimal | None:
    """Per cent with one decimal; None where a number is missing."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
