"""The form of a product set."""

from wtforms import RadioField, StringField

from app.web.fields import CheckboxesField, options
from app.web.forms import Form
from app.web.i18n import N_
from voting.product_sets.labels import SET_CASES


class SetForm(Form):
    members = CheckboxesField(N_("Entries of the set"), coerce=int, validate_choice=False)
    name = StringField(N_("Name of the set"), description=N_("As it will appear on the certificate."))
    set_case = RadioField(N_("What makes it a set"), choices=options(SET_CASES), validate_choice=False)
