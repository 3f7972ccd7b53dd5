"""Names of steps and forms of a dossier on paper."""

from app.web.i18n import N_
from voting.paper_dossiers.form_sets import Form, StepKind

STEP_KINDS = {
    StepKind.CALL: N_("Called for more"),
    StepKind.COMPLETE: N_("Completed"),
    StepKind.REFUSE: N_("Refused"),
    StepKind.EXTEND: N_("Extended"),
    StepKind.STOP: N_("Stopped"),
    StepKind.HANDOVER: N_("Handed over"),
}
STEP_ACTS = {
    StepKind.CALL: N_("Call for more"),
    StepKind.COMPLETE: N_("What lacked has come"),
    StepKind.HANDOVER: N_("Hand over to another desk"),
    StepKind.EXTEND: N_("Extend with an apology"),
    StepKind.REFUSE: N_("Refuse"),
    StepKind.STOP: N_("Stop"),
}
FORMS = {
    Form.RECEIPT: N_("Receipt with the day of the answer"),
    Form.CALL: N_("Call for more"),
    Form.REFUSAL: N_("Refusal"),
    Form.EXTENSION: N_("Apology and extension"),
    Form.STOP: N_("Notice of stopping"),
    Form.CONTROL: N_("Control slip"),
    Form.BOOK: N_("Book of dossiers"),
}
