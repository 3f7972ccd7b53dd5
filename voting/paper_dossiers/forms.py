"""Forms of the counter: a dossier on paper comes in, a step with it, a scan."""

from wtforms import DateField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.web.fields import FILL_IN, TOO_LONG, IntegerField, RowField, options
from app.web.forms import Form
from app.web.i18n import N_
from voting.dossiers.check_list import (
    ENTRY_FORM,
    KINDS,
    LOWER_CERTIFICATE,
    OTHER,
    PHOTO,
    PROVINCE_DECISION,
    REGISTRATION,
)
from voting.dossiers.labels import DOCUMENT_KINDS
from voting.paper_dossiers.form_sets import StepKind
from voting.paper_dossiers.labels import STEP_ACTS
from voting.paper_dossiers.services import LONGEST_TERM, MOST_COPIES, Received
from voting.product_sets.labels import SET_CASES

SHORT = [Length(max=200, message=TOO_LONG)]
COPIES = [Optional(), NumberRange(0, MOST_COPIES)]
FIELDS = {
    ENTRY_FORM: "entry_form",
    REGISTRATION: "registration",
    PHOTO: "photo",
    OTHER: "other",
    PROVINCE_DECISION: "lower_decision",
    LOWER_CERTIFICATE: "lower_certificate",
}
"""The field in which copies of a kind of paper are counted."""


class CopiesForm(Form):
    entry_form = IntegerField(DOCUMENT_KINDS[ENTRY_FORM], COPIES)
    registration = IntegerField(DOCUMENT_KINDS[REGISTRATION], COPIES)
    photo = IntegerField(DOCUMENT_KINDS[PHOTO], COPIES)
    other = IntegerField(DOCUMENT_KINDS[OTHER], COPIES)
    lower_decision = IntegerField(DOCUMENT_KINDS[PROVINCE_DECISION], COPIES)
    lower_certificate = IntegerField(DOCUMENT_KINDS[LOWER_CERTIFICATE], COPIES)
    sets = IntegerField(
        N_("Full sets"), [InputRequired(FILL_IN), NumberRange(1, MOST_COPIES)],
        description=N_("The rules ask for two on paper."),
    )  # fmt: skip

    def copies(self) -> dict[str, int]:
        """Copies of each kind as typed."""
        return {kind: self[FIELDS[kind]].data or 0 for kind in KINDS}


class ReceiveForm(CopiesForm):
    product_id = RowField(N_("Product"))
    handed_in_by = StringField(N_("Handed in by"), [InputRequired(FILL_IN), *SHORT])
    phone = StringField(N_("Telephone"), SHORT)
    body_code = StringField(
        N_("Code of the office"), [InputRequired(FILL_IN), *SHORT],
        description=N_("Stands first in the code of each dossier, as in H19.05."),
    )  # fmt: skip
    days = IntegerField(
        N_("Working days to answer in"), [Optional(), NumberRange(1, LONGEST_TERM)],
        description=N_("30 for a regional round; left empty: no term."),
    )  # fmt: skip
    statement = TextAreaField(
        N_("Description of the product for the jury"),
        description=N_("From the dossier, without the name of the facility or the brand."),
    )
    set_case = SelectField(
        N_("What makes it a set"), choices=options({"": N_("Not a set"), **SET_CASES}), validate_choice=False
    )
    set_name = StringField(N_("Name of the set"), SHORT)
    set_items = TextAreaField(N_("Products of the set"), description=N_("One a line, at least two."))

    def received(self) -> Received:
        """What came, as typed."""
        return Received(
            product_id=self.product_id.data,
            handed_in_by=self.handed_in_by.data or "",
            papers=self.copies(),
            sets=self.sets.data or 0,
            body_code=self.body_code.data or "",
            phone=self.phone.data or "",
            statement=self.statement.data or "",
            days=self.days.data,
            set_case=self.set_case.data or "",
            set_name=self.set_name.data or "",
            set_items=tuple((self.set_items.data or "").splitlines()),
        )


class StepForm(Form):
    step = SelectField(
        N_("Step"), choices=options({k: v for k, v in STEP_ACTS.items() if k is not StepKind.COMPLETE})
    )
    detail = TextAreaField(
        N_("What lacks, why, or to whom"), [Length(max=2000, message=TOO_LONG)],
        description=N_("Stands on the paper as written here."),
    )  # fmt: skip
    guidance = TextAreaField(N_("How to mend it"), [Length(max=2000, message=TOO_LONG)])
    until = DateField(N_("New day of the answer"), [Optional()], description=N_("Only for an extension."))


class ScanForm(Form):
    kind = SelectField(N_("Kind of paper"), choices=options(DOCUMENT_KINDS))
    title = StringField(N_("Title or number"), SHORT)
    files = MultipleFileField(
        N_("Files"), description=N_("Photos as JPEG, PNG, WebP or HEIC; papers as PDF or photo.")
    )
