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
SETS, PAPER_SETS = "sets", 2
"""Full sets of a dossier on paper."""
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
    counts: Mapping[str, int],
    statement: str,
    *,
    needs_lower_level: bool = False,
    sets: int | None = None,
) -> tuple[Item, ...]:
    """The check list of a dossier. counts: documents by kind. needs_lower_level: a region or the nation asks for
    the lower level's decision and certificate. sets: of a dossier on paper, None of one on screen.
    """
    items = [
        Item(ENTRY_FORM, counts.get(ENTRY_FORM, 0), 1),
        Item(REGISTRATION, counts.get(REGISTRATION, 0), 1),
        Item("statement", 1 if len(statement.strip()) >= MINIMUM_STATEMENT else 0, 1),
        Item(PHOTO, counts.get(PHOTO, 0), MINIMUM_PHOTOS),
    ]
    if needs_lower_level:
        items += [Item(kind, counts.get(kind, 0), 1) for kind in (PROVINCE_DECISION, LOWER_CERTIFICATE)]
    if sets is not None:
        items.append(Item(SETS, sets, PAPER_SETS))
    return tuple(items)


def is_complete(items: tuple[Item, ...]) -> bool:
    return all(item.is_complete for item in items)
