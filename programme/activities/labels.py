"""Names of activities' states and parts for people."""

from app.web.i18n import N_, current_locale
from programme.activities.rules import ActivityState
from programme.models import ActivityKind, Measure

STATES = {
    ActivityState.PLANNED: N_("Planned"),
    ActivityState.HELD: N_("Held, not yet accepted"),
    ActivityState.ACCEPTED: N_("Accepted as done"),
    ActivityState.CANCELLED: N_("Cancelled"),
}
PARTS = {
    "women": N_("Women"),
    "minority": N_("People of ethnic minorities"),
    "poor": N_("People of poor communes"),
}
SUMS = {
    "national": N_("Promotion money of the nation"),
    "local": N_("Promotion money of the province"),
    "own": N_("Money of the facilities"),
}


def kind_name(row: ActivityKind | Measure) -> str:
    """In the reader's language, else in Vietnamese."""
    return (row.name_en if current_locale() == "en" else "") or row.name_vi
