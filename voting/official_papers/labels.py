"""Names of papers for people."""

from app.web.i18n import N_
from voting.official_papers.series import Numbering, PaperKind

PAPER_KINDS = {
    PaperKind.PLAN: N_("Plan of the round"),
    PaperKind.MINUTES: N_("Minutes of the meeting"),
    PaperKind.SUBMISSION: N_("Submission letter"),
    PaperKind.NOTICE: N_("Notice of the result"),
}
NUMBERING = {
    Numbering.BY_TYPE: N_("A series for each type of paper"),
    Numbering.ALL: N_("One series for all papers of the issuer"),
}
