"""The records of one certificate in the register, in words."""

from typing import Any

from app.web.i18n import N_, translate
from catalog.register.queries import find_place

KINDS = {
    "issue": N_("Issued"),
    "paper": N_("Printed and signed"),
    "suspend": N_("Suspended"),
    "lift": N_("In force again"),
    "revoke": N_("Revoked"),
    "correct": N_("Replaced by a corrected certificate"),
}


def records_view(number: str) -> dict[str, Any] | None:
    """Rows {"place" from 1, "what", "at", "hash"} and how many records the register has; None where it has none."""
    found = find_place(number)
    if found is None:
        return None
    rows = [
        {
            "place": leaf.position + 1,
            "what": translate(KINDS[leaf.kind]),
            "at": leaf.at,
            "hash": leaf.leaf_hash,
        }
        for leaf in found.records
    ]
    return {"rows": rows, "size": found.size}
