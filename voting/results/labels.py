"""Names of the verdicts."""

from app.web.i18n import N_

VERDICTS = {
    "pass": N_("Reaches the pass mark"),
    "below": N_("Below the pass mark"),
    "undecided": N_("Too few sheets"),
}
