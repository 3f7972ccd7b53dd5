"""The form that seats a juror after scoring has begun."""

from wtforms import SelectField, TextAreaField

from app.web.forms import Form
from app.web.i18n import N_


class LateJurorForm(Form):
    email = SelectField(N_("Juror"), validate_choice=False)
    reason = TextAreaField(N_("Reason"))
