"""Where the object of an act is shown to the person who acted: for a form that is sent a second time."""

from app.web.i18n import local_url

OFFICE = ("/can-bo/", "/en/officer/")
OWN: dict[str, tuple[str, str]] = {
    "label_run": ("traceability.run", "run_id"),
    "lot": ("traceability.lot", "lot_id"),
    "nomination": ("voting.nomination", "nomination_id"),
    "product": ("catalog.product", "product_id"),
    "recall_drill": ("traceability.drill", "drill_id"),
}
OF_OFFICERS: dict[str, tuple[str, str]] = {
    "facility": ("catalog.review_facility", "facility_id"),
    "lot": ("traceability.overseen_lot", "lot_id"),
    "product": ("catalog.review_product", "product_id"),
    "rule_set": ("voting.rule_set", "rule_set_id"),
}
"""Kind of subject: endpoint and the name of its number."""


def place_of(kind: str, key: str, path: str) -> str | None:
    """The page of a subject for someone whose form was sent to `path`; None where none is known."""
    known = (OF_OFFICERS if path.startswith(OFFICE) else OWN).get(kind)
    return local_url(known[0], **{known[1]: int(key)}) if known is not None and key.isdigit() else None
