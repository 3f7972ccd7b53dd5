"""The form that returns a score sheet to its juror."""

from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN
from app.web.forms import Form
from app.web.i18n import N_


class ReturnSheetForm(Form):
    """sheet: the key of one of the sheets that this juror has submitted."""

    sheet = SelectField(N_("Score sheet"), [InputRequired(FILL_IN)], validate_choice=False)
    reason = TextAreaField(
        N_("Reason"), description=N_("The juror reads it, and the minutes hold it. Say nothing about scores.")
    )
