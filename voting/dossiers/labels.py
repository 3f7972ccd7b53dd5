"""Names of the states, documents and checks of a dossier."""

from app.web.i18n import N_
from voting.dossiers import check_list as dossier

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


DOCUMENT_KINDS = {
    dossier.ENTRY_FORM: N_("Entry form"),
    dossier.REGISTRATION: N_("Registration paper of the facility"),
    dossier.PHOTO: N_("Photo of the product"),
    dossier.OTHER: N_("Another valid document"),
    dossier.PROVINCE_DECISION: N_("Decision of the lower level"),
    dossier.LOWER_CERTIFICATE: N_("Certificate of the lower level"),
}


CHECK_ITEMS = {**DOCUMENT_KINDS, "statement": N_("Description of the product (at least 50 characters)"),
               dossier.PHOTO: N_("At least three photos from different sides"),
               dossier.SETS: N_("Two full sets on paper")}  # fmt: skip
