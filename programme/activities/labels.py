"""Names of activities' states and parts for people."""

from app.web.i18n import N_
from programme.activities.rules import ActivityState

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
