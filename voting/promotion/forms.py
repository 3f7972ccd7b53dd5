"""The form of a promotion."""

from app.web.fields import CheckboxesField
from app.web.forms import Form
from app.web.i18n import N_


class PromotionForm(Form):
    entries = CheckboxesField(N_("Entries to send up"), coerce=int, validate_choice=False)
