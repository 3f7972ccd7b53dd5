"""Words of the selection for people: English message ids, translated where they are shown."""

from app.web.i18n import N_
from catalog.enums import Level
from voting import dossier

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
NOMINATION_STATES = {
    "draft": N_("Draft"),
    "submitted": N_("Handed in"),
    "merged": N_("Part of a set"),
    "recognised": N_("Recognised"),
    "not_recognised": N_("Not recognised"),
    "returned": N_("Returned"),
    "accepted": N_("Accepted"),
    "withdrawn": N_("Withdrawn"),
    "disqualified": N_("Disqualified"),
}
SHEET_STATES = {
    "empty": N_("Not begun"),
    "draft": N_("Draft saved"),
    "submitted": N_("Handed in"),
    "void": N_("Not counted"),
    "absent": N_("Absent"),
    "recused": N_("Stood aside"),
}
VERDICTS = {
    "pass": N_("Reaches the pass mark"),
    "below": N_("Below the pass mark"),
    "undecided": N_("Too few sheets"),
}
ROUND_LEVELS = {
    Level.COMMUNE: N_("Commune"),
    Level.PROVINCE: N_("Province"),
    Level.REGION: N_("Region"),
    Level.NATIONAL: N_("Nation"),
}
DOCUMENT_KINDS = {
    dossier.ENTRY_FORM: N_("Entry form"),
    dossier.REGISTRATION: N_("Registration paper of the facility"),
    dossier.PHOTO: N_("Photo of the product"),
    dossier.OTHER: N_("Another paper still in force"),
    dossier.PROVINCE_DECISION: N_("Decision of the lower level"),
    dossier.LOWER_CERTIFICATE: N_("Certificate of the lower level"),
}
CHECK_ITEMS = {**DOCUMENT_KINDS, "statement": N_("Description of the product (at least 50 characters)"),
               dossier.PHOTO: N_("At least three photos from different sides")}  # fmt: skip
COUNCIL_ROLES = {
    "chair": N_("Chair"),
    "vice": N_("Vice-chair"),
    "secretary": N_("Secretary"),
    "member": N_("Member"),
}
SET_CASES = {
    "a": N_("Same design and use, different materials"),
    "b": N_("Different designs, same use, one material"),
    "c": N_("Different products that are used together"),
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
