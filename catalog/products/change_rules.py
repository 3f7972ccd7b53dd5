"""What happens to a change of a public listing: it waits for an officer, or shows at once with a mark. Pure."""

from enum import StrEnum
from typing import Any

from catalog.claims import claims_in


class Handling(StrEnum):
    """MARK: shown at once as "changed on …, not yet checked"."""

    WAIT = "wait"
    MARK = "mark"


ALWAYS_WAIT = frozenset({"name_vi", "group", "is_set"})
"""The facts on which an officer published the listing."""
WAIT_WHILE_IN_FORCE = frozenset(
    {
        "name_en", "description_vi", "description_en", "materials", "dimensions", "net_content", "shelf_life",
        "standard", "safety_note", "gtin",
    }
)  # fmt: skip
"""What a reader sees as part of the recognition while a certificate is valid."""


def handling_of(field: str, value: Any, *, in_force: bool, held: frozenset[str]) -> Handling:
    """For one changed field of a public listing. in_force: whether a certificate of the programme holds today; held:
    the recognitions of the product that do, as `catalog.claims` names them.
    """
    if field in ALWAYS_WAIT or (in_force and field in WAIT_WHILE_IN_FORCE):
        return Handling.WAIT
    if isinstance(value, str) and claims_in(value, held):
        return Handling.WAIT
    return Handling.MARK
