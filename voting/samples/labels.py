"""Names of the states of a sample."""

from app.web.i18n import N_
from voting.samples.rules import SampleState

SAMPLE_STATES = {
    SampleState.RECEIVED: N_("Taken in"),
    SampleState.STORED: N_("Stored"),
    SampleState.RETURNED: N_("Given back"),
    SampleState.USED_UP: N_("Used up in judging"),
}
SAMPLE_ACTS = {
    SampleState.STORED: N_("Store, or move to another place"),
    SampleState.RETURNED: N_("Give back"),
    SampleState.USED_UP: N_("Note as used up"),
}
