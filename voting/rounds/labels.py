"""Words of the selection for people: English message ids, translated where they are shown."""

from app.web.i18n import N_
from catalog.labels import LEVELS

ROUND_STATES = {
    "plan": N_("Being planned"),
    "announced": N_("Announced"),
    "receiving": N_("Receiving entries"),
    "checking": N_("Checking dossiers"),
    "scoring": N_("In scoring"),
    "site_visit": N_("Site visits"),
    "scoring_second": N_("In the second pass of scoring"),
    "council": N_("With the council"),
    "provisional": N_("Provisional list"),
    "complaints": N_("Handling complaints"),
    "recognised": N_("Recognised"),
    "awarded": N_("Certificates handed over"),
    "archived": N_("Archived"),
    "annulled": N_("Annulled"),
}


ROUND_LEVELS = LEVELS
"""A round is named by the level of its recognitions."""


COUNCIL_ROLES = {
    "chair": N_("Chair"),
    "vice": N_("Vice-chair"),
    "secretary": N_("Secretary"),
    "member": N_("Member"),
}


ROUND_ACTS = {
    "announce": N_("Announce the round"),
    "open_entries": N_("Begin to receive entries"),
    "close_entries": N_("End receiving and check dossiers"),
    "open_scoring": N_("Open scoring"),
    "open_second_pass": N_("Open the second pass"),
    "award": N_("Mark certificates as handed over"),
    "archive": N_("Archive the round"),
}


SIGNED_ACTS = {
    "close_scoring": N_("Close scoring"),
    "publish_provisional": N_("Publish the provisional list"),
    "publish": N_("Publish the decision"),
    "reopen_scoring": N_("Reopen scoring"),
    "annul": N_("Annul the round"),
}
