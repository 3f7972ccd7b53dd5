"""The form that accepts several dossiers at once."""

from app.web.fields import CheckboxesField
from app.web.forms import Form
from app.web.i18n import N_


class AcceptSeveralForm(Form):
    """entries: ids of dossiers, as listed on the page."""

    entries = CheckboxesField(N_("Dossiers to accept"), coerce=int, validate_choice=False)
