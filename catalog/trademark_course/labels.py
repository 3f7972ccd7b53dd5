"""Steps and deadlines of a trademark, as English message ids."""

from app.web.i18n import N_
from catalog.enums import TrademarkStepKind

STEPS: dict[str, str] = {
    TrademarkStepKind.ACCEPTED: N_("Accepted as to form"),
    TrademarkStepKind.PUBLISHED: N_("Application published"),
    TrademarkStepKind.OPPOSED: N_("Somebody opposes"),
    TrademarkStepKind.OPPOSITION_ANSWERED: N_("Opposition answered"),
    TrademarkStepKind.OBJECTED: N_("The office intends to refuse"),
    TrademarkStepKind.OBJECTION_ANSWERED: N_("Answered the intended refusal"),
    TrademarkStepKind.FEE: N_("Fee for the certificate asked for"),
    TrademarkStepKind.GRANTED: N_("Certificate granted"),
    TrademarkStepKind.REFUSED: N_("Refused"),
    TrademarkStepKind.APPEALED: N_("Complained about the refusal"),
    TrademarkStepKind.RENEWED: N_("Protection renewed"),
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
