"""Steps and deadlines of a trademark, as English message ids."""

from app.web.i18n import N_
from catalog.trademark_course.deadlines import StepKind

STEPS: dict[str, str] = {
    StepKind.ACCEPTED: N_("Accepted as to form"),
    StepKind.PUBLISHED: N_("Application published"),
    StepKind.OPPOSED: N_("Somebody opposes"),
    StepKind.OPPOSITION_ANSWERED: N_("Opposition answered"),
    StepKind.OBJECTED: N_("The office intends to refuse"),
    StepKind.OBJECTION_ANSWERED: N_("Answered the intended refusal"),
    StepKind.FEE: N_("Fee for the certificate asked for"),
    StepKind.GRANTED: N_("Certificate granted"),
    StepKind.REFUSED: N_("Refused"),
    StepKind.APPEALED: N_("Complained about the refusal"),
    StepKind.RENEWED: N_("Protection renewed"),
}
DEADLINES = {
    "formal": N_("The office decides on the form"),
    "publication": N_("The office publishes the application"),
    "opposition": N_("Others may oppose"),
    "substance": N_("The office examines the substance"),
    "answer_opposition": N_("Answer the opposition"),
    "answer_objection": N_("Answer the intended refusal"),
    "fee": N_("Pay the fee"),
    "appeal": N_("Complain about the refusal"),
    "renewal": N_("Renew the protection"),
}
