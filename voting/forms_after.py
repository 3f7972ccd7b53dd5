"""Forms of what follows the count."""

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from app.web.forms import Form
from app.web.i18n import N_
from voting.enums import ComplaintOutcome
from voting.forms import FILL_IN, options
from voting.labels import SET_CASES
from voting.labels_after import OUTCOMES

WITHDRAWN = ComplaintOutcome.WITHDRAWN


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    """Several of several, each with a box of its own."""

    option_widget = CheckboxInput()


class SignedReasonForm(Form):
    """A reason that both people sign."""

    reason = TextAreaField(N_("Reason"), description=N_("It becomes public with the record of the round."))


class SetForm(Form):
    members = CheckboxesField(N_("Entries of the set"), coerce=int, validate_choice=False)
    name = StringField(N_("Name of the set"), description=N_("As it shall stand on the certificate."))
    set_case = RadioField(N_("What makes it a set"), choices=options(SET_CASES), validate_choice=False)


class ComplaintForm(Form):
    text = TextAreaField(
        N_("What you complain of"),
        description=N_(
            "Say what is wrong and which paper or fact shows it. The council reads it; it is not published."
        ),
    )


class AnswerForm(Form):
    outcome = RadioField(
        N_("What the council found"),
        choices=options({code: text for code, text in OUTCOMES.items() if code != WITHDRAWN}),
        validators=[InputRequired(N_("Choose what the council found."))],
        validate_choice=False,
    )
    text = TextAreaField(N_("Answer to the facility"), [InputRequired(FILL_IN)])


class PromotionForm(Form):
    entries = CheckboxesField(N_("Entries to send up"), coerce=int, validate_choice=False)


class LateJurorForm(Form):
    email = SelectField(N_("Juror"), validate_choice=False)
    reason = TextAreaField(N_("Reason"))
