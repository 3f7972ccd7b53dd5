"""Forms of a report about a code, and of its answer."""

from wtforms import (
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, options
from app.web.forms import Form
from app.web.i18n import N_
from traceability.terms import REPORT_REASONS


class ReportForm(Form):
    reason = RadioField(
        N_("What is wrong"),
        [InputRequired(N_("Choose what is wrong with the label."))],
        choices=options(REPORT_REASONS),
    )
    text = TextAreaField(N_("Tell us more (optional)"), description=N_("Where you bought it, what you saw."))
    contact = StringField(
        N_("How to reach you (optional)"),
        description=N_(
            "A telephone number or e-mail address, seen only by the maker and the "
            "officers and deleted when the report is closed."
        ),
    )


class AnswerForm(Form):
    answer = TextAreaField(N_("What was done"), [InputRequired(FILL_IN)])
