"""The names of lists, their columns, states and orders, as English message ids."""

from collections.abc import Mapping
from typing import Any

from app.backoffice.lists.queries import ENDING, NAME, NEWEST, OLDEST
from app.web.i18n import N_
from catalog.enums import CheckState, Validity
from catalog.labels import (
    CERTIFICATE_KINDS,
    CHECK_STATES,
    FACILITY_KINDS,
    FACILITY_STATES,
    LEVELS,
    PRODUCT_GROUPS,
    PRODUCT_STATES,
    TRADEMARK_KINDS,
    TRADEMARK_STATES,
    VALIDITIES,
)
from programme.activities.labels import STATES as ACTIVITY_STATES
from programme.villages.labels import VILLAGE_KINDS
from traceability.terms import LOT_STATES

TITLES = {
    "facilities": N_("Facilities"),
    "products": N_("Products"),
    "recognitions": N_("Recognitions"),
    "papers": N_("Papers of facilities"),
    "trademarks": N_("Trademarks"),
    "lots": N_("Lots"),
    "support": N_("Support received"),
    "villages": N_("Craft villages"),
}
SORT_NAMES = {
    NAME: N_("Name"),
    NEWEST: N_("Newest"),
    OLDEST: N_("Oldest"),
    ENDING: N_("Ends first"),
}
AGE_NAMES = {
    7: N_("7 days or more"),
    30: N_("30 days or more"),
    90: N_("90 days or more"),
    365: N_("A year or more"),
}
WAITS = N_("Changes wait for an officer")
OFF_SITE = N_("Off the site")
PLACES = {
    "facilities": ("co-so", "facilities"),
    "products": ("san-pham", "products"),
    "recognitions": ("danh-hieu", "recognitions"),
    "papers": ("giay-to", "papers"),
    "trademarks": ("nhan-hieu", "trademarks"),
    "lots": ("lo", "lots"),
    "support": ("ho-tro", "support"),
    "villages": ("lang-nghe", "craft-villages"),
}
"""The word of each list in its Vietnamese and its English address."""
_VALIDITIES = {
    code: VALIDITIES[code] for code in (Validity.VALID, Validity.EXPIRING, Validity.EXPIRED, Validity.REVOKED)
}
_CHECKS = {code: CHECK_STATES[code] for code in CheckState}
STATES: Mapping[str, Mapping[Any, str]] = {
    "facilities": {**FACILITY_STATES, "changes": WAITS},
    "products": {**PRODUCT_STATES, "changes": WAITS},
    "recognitions": {**_VALIDITIES, Validity.SUSPENDED: VALIDITIES[Validity.SUSPENDED]},
    "papers": {**_CHECKS, **_VALIDITIES},
    "trademarks": {
        **_CHECKS,
        Validity.EXPIRING: VALIDITIES[Validity.EXPIRING],
        **{f"mark-{code}": text for code, text in TRADEMARK_STATES.items()},
    },
    "lots": {**LOT_STATES, "claims": N_("Claims wait for an officer")},
    "support": {**ACTIVITY_STATES},
    "villages": {
        **{code: VALIDITIES[code] for code in (Validity.VALID, Validity.REVOKED)},
        "withdrawn": OFF_SITE,
    },
}
SORTS_OF_THINGS: Mapping[str, Mapping[Any, str]] = {
    "facilities": {**FACILITY_KINDS},
    "products": {**PRODUCT_GROUPS},
    "recognitions": {**LEVELS},
    "papers": {**CERTIFICATE_KINDS},
    "trademarks": {**TRADEMARK_KINDS},
    "lots": {},
    "support": {},
    "villages": {**VILLAGE_KINDS},
}
"""What the column `sort` of each list says."""
