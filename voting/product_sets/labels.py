"""Names of the cases in which products count as a set."""

from app.web.i18n import N_

SET_CASES = {
    "a": N_("Same design and use, different materials"),
    "b": N_("Different designs, same use, one material"),
    "c": N_("Different products that are used together"),
}
