"""Names for the time after the count and for conflicts found by rule."""

from app.web.i18n import N_

OUTCOMES = {
    "upheld": N_("Upheld"),
    "partly_upheld": N_("Upheld in part: the list changes"),
    "upheld_unchanged": N_("Upheld in part: the list stays as it is"),
    "rejected": N_("Not upheld"),
    "withdrawn": N_("Taken back"),
}
