"""What happens to a change of a public page: it waits for an officer, or shows at once with a mark. Pure.

Every field that a maker may change and that the public reads stands in one of the tables; a test compares them with
the pages.
"""

from enum import StrEnum
from typing import Any

from catalog.claims import claims_in


class Handling(StrEnum):
    """MARK: shown at once as "changed on …, not yet checked"."""

    WAIT = "wait"
    MARK = "mark"


class Rule(StrEnum):
    """Of one field. IN_FORCE: waits while a certificate of the programme holds. Every text that makes a claim waits."""

    ALWAYS_WAITS = "always"
    IN_FORCE = "in-force"
    IS_MARKED = "marked"


_RULES_OF_PRODUCTS = {
    Rule.ALWAYS_WAITS: ("name_vi", "group", "is_set"),
    Rule.IN_FORCE: (
        "name_en", "description_vi", "description_en", "materials", "dimensions", "net_content", "shelf_life",
        "standard", "safety_note", "gtin",
    ),
    Rule.IS_MARKED: ("where_sold", "trademark_id", "certificates", "links", "pictures"),
}  # fmt: skip
"""Name, group and whether it is a set are the facts on which an officer published the listing; what a reader sees as
part of the recognition waits while it holds. New pictures wait (`catalog.products.pictures`), removals are
marked."""
_RULES_OF_FACILITIES = {
    Rule.ALWAYS_WAITS: ("name", "kind", "registration_number", "unit_id", "website"),
    Rule.IN_FORCE: ("about_vi", "about_en", "founded_year", "gln"),
    Rule.IS_MARKED: ("commune", "address", "contact_name", "phone", "email"),
}
"""Verified facts wait, and a website: it leads readers away, and links of products may lead where it does. How to reach
the maker must never be out of date."""


def _by_field(rules: dict[Rule, tuple[str, ...]]) -> dict[str, Rule]:
    return {field: rule for rule, fields in rules.items() for field in fields}


PRODUCT_RULES = _by_field(_RULES_OF_PRODUCTS)
FACILITY_RULES = _by_field(_RULES_OF_FACILITIES)


def handling_of(rule: Rule, value: Any, *, in_force: bool, held: frozenset[str]) -> Handling:
    """For one changed field of a public page. in_force: whether a certificate of the programme holds today; held:
    the recognitions of the product, or of the facility, that do, as `catalog.claims` names them.
    """
    if rule is Rule.ALWAYS_WAITS or (in_force and rule is Rule.IN_FORCE):
        return Handling.WAIT
    if isinstance(value, str) and claims_in(value, held):
        return Handling.WAIT
    return Handling.MARK
