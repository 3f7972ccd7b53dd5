"""Forms for the time after the count."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, options
from app.web.forms import Form
from app.web.i18n import N_
from voting.complaints.labels import OUTCOMES
from voting.enums import ComplaintOutcome

WITHDRAWN = ComplaintOutcome.WITHDRAWN


class ComplaintForm(Form):
    text = TextAreaField(
        N_("What you complain about"),
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
