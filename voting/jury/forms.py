"""The form in which a juror declares a conflict."""

from wtforms import (
    BooleanField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.web.forms import Form
from app.web.i18n import N_


class ConflictForm(Form):
    """The facilities a juror is close to; filled with choices by the view."""

    reason = TextAreaField(N_("What connects you with them"))
    confirm = BooleanField(
        N_("I have declared every facility with which I have a connection."),
        [InputRequired(N_("Please confirm your declaration."))],
    )
