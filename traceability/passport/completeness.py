"""What a lot's page must contain: ten items of Circular 02/2024/TT-BKHCN, eight of Decree 37/2026/NĐ-CP,
article 32. Pure.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """The available facts. steps: how many entries of the diary are valid; certificates: papers not refused."""

    name: str = ""
    gtin: str = ""
    has_picture: bool = False
    maker: str = ""
    address: str = ""
    maker_number: str = ""
    steps: int = 0
    has_made_on: bool = False
    has_best_before: bool = False
    has_code: bool = False
    trademark: str = ""
    shelf_life: str = ""
    standard: str = ""
    certificates: int = 0
    has_inputs: bool = False
    safety_note: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """code: stable, named in labels_text. optional: the law says "where there is one"; then unmet is not
    missing.
    """

    code: str
    met: bool
    optional: bool = False


def circular_items(facts: LotFacts) -> tuple[Item, ...]:
    """Circular 02/2024/TT-BKHCN, in its order."""
    return (
        Item("name", bool(facts.name)),
        Item("picture", facts.has_picture),
        Item("maker", bool(facts.maker)),
        Item("address", bool(facts.address)),
        Item("steps", facts.steps > 0),
        Item("time", facts.has_made_on),
        Item("code", facts.has_code),
        Item("mark", bool(facts.trademark), optional=True),
        Item("shelf_life", facts.has_best_before or bool(facts.shelf_life), optional=True),
        Item("standard", bool(facts.standard)),
    )


def decree_items(facts: LotFacts) -> tuple[Item, ...]:
    """Decree 37/2026/NĐ-CP, article 32, in its order. A product without a GTIN is named by its trace code."""
    return (
        Item("name_gtin", bool(facts.name) and bool(facts.gtin or facts.has_code)),
        Item("organisation", bool(facts.maker and facts.address and facts.maker_number)),
        Item("origin", bool(facts.origin)),
        Item("trace", facts.steps > 0 and facts.has_inputs),
        Item("certificates", facts.certificates > 0, optional=True),
        Item("dates", facts.has_made_on),
        Item("warnings", bool(facts.safety_note), optional=True),
        Item("other", met=False, optional=True),
    )


def lacking(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Required items that are missing."""
    return tuple(item for item in items if not item.met and not item.optional)
