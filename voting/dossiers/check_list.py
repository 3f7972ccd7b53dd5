"""What a dossier must contain (Circular 26/2014 as amended by Circular 14/2018)."""

from collections.abc import Mapping
from dataclasses import dataclass

ENTRY_FORM, REGISTRATION, PHOTO, OTHER, PROVINCE_DECISION, LOWER_CERTIFICATE = (
    "entry-form",
    "registration",
    "photo",
    "other",
    "lower-decision",
    "lower-certificate",
)
KINDS = (ENTRY_FORM, REGISTRATION, PHOTO, OTHER, PROVINCE_DECISION, LOWER_CERTIFICATE)
MINIMUM_PHOTOS = 3
MINIMUM_STATEMENT = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the check list. code: stable; have, need: counts."""

    code: str
    have: int
    need: int

    @property
    def is_complete(self) -> bool:
        return self.have >= self.need


def check_list(
    counts: Mapping[str, int], statement: str, *, needs_lower_level: bool = False
) -> tuple[Item, ...]:
    """The check list of a dossier. counts: documents by kind. needs_lower_level: a region or the nation
    requires the lower level's decision and certificate.
    """
    items = [
        Item(ENTRY_FORM, counts.get(ENTRY_FORM, 0), 1),
        Item(REGISTRATION, counts.get(REGISTRATION, 0), 1),
        Item("statement", 1 if len(statement.strip()) >= MINIMUM_STATEMENT else 0, 1),
        Item(PHOTO, counts.get(PHOTO, 0), MINIMUM_PHOTOS),
    ]
    if needs_lower_level:
        items += [Item(kind, counts.get(kind, 0), 1) for kind in (PROVINCE_DECISION, LOWER_CERTIFICATE)]
    return tuple(items)


def is_complete(items: tuple[Item, ...]) -> bool:
    return all(item.is_complete for item in items)
