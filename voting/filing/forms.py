"""The last form before a dossier is out of the facility's hands."""

from wtforms import BooleanField
from wtforms.validators import InputRequired

from app.web.forms import Form
from app.web.i18n import N_


class HandInForm(Form):
    declared = BooleanField(
        N_("This information is true, and the facility is responsible for it."),
        [InputRequired(N_("Tick the box to hand the dossier in."))],
    )
