"""What a listing still needs before it can be submitted, and what would improve it. Pure."""

from dataclasses import dataclass

from catalog.enums import CertificateKind, ProductGroup

MIN_DESCRIPTION = 50
GOOD_PICTURES = 3
"""A selection round asks for three photographs from different angles (Circular 14/2018/TT-BCT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """What is there. pictures_described: how many of the pictures have a description for the blind."""

    name_vi: str = ""
    group: str = ""
    description_vi: str = ""
    materials: str = ""
    dimensions: str = ""
    net_content: str = ""
    where_sold: str = ""
    pictures: int = 0
    pictures_described: int = 0
    name_en: str = ""
    description_en: str = ""
    gtin: str = ""
    has_trademark: bool = False
    certificate_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Requirement:
    """code: stable, named in labels; field: where it is filled in; needed: required for submitting."""

    code: str
    field: str
    met: bool
    needed: bool = True


def listing_requirements(facts: ListingFacts) -> tuple[Requirement, ...]:
    """Every point of the check list, the needed ones first, in the order of the form."""
    return (
        Requirement("name", "name_vi", bool(facts.name_vi)),
        Requirement("group", "group", bool(facts.group)),
        Requirement("description", "description_vi", len(facts.description_vi) >= MIN_DESCRIPTION),
        Requirement("materials", "materials", bool(facts.materials)),
        Requirement("size", "net_content", bool(facts.dimensions or facts.net_content)),
        Requirement("where_sold", "where_sold", bool(facts.where_sold)),
        Requirement("picture", "pictures", facts.pictures > 0),
        Requirement("three_pictures", "pictures", facts.pictures >= GOOD_PICTURES, needed=False),
        Requirement("picture_text", "pictures", 0 < facts.pictures == facts.pictures_described, needed=False),
        Requirement("english", "name_en", bool(facts.name_en and facts.description_en), needed=False),
        Requirement("gtin", "gtin", bool(facts.gtin), needed=False),
        Requirement("trademark", "trademark_id", facts.has_trademark, needed=False),
        *_paper_requirements(facts),
    )


def _paper_requirements(facts: ListingFacts) -> tuple[Requirement, ...]:
    if facts.group != ProductGroup.FOOD:
        return ()
    met = CertificateKind.FOOD_SAFETY in facts.certificate_kinds
    return (Requirement("food_safety", "certificate_ids", met, needed=False),)


def missing_requirements(facts: ListingFacts) -> tuple[Requirement, ...]:
    """The needed points that are not met; empty when the listing may be submitted."""
    return tuple(item for item in listing_requirements(facts) if item.needed and not item.met)
