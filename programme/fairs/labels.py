"""Names of the states of a fair."""

from app.web.i18n import N_
from programme.fairs.queries import FairState

FAIR_STATES = {
    FairState.COMING: N_("To come"),
    FairState.RUNNING: N_("On now"),
    FairState.OVER: N_("Over"),
    FairState.CANCELLED: N_("Called off"),
}
