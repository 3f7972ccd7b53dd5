"""Forms of received material."""

from wtforms import (
    FileField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN
from app.web.forms import Form
from app.web.i18n import N_
from traceability.lots.forms import LotForm


class LabelScanForm(Form):
    """The label on goods received: photographed, typed, or sent by a handheld scanner."""

    label = StringField(
        N_("Code on the supplier’s label"),
        description=N_("Type or scan it, where the label has a code of this register."),
    )
    label_photo = FileField(N_("Or a photo of the label"))


class InputForm(LotForm, LabelScanForm):
    """A lot of raw material."""

    product_id = None
    facility_id = SelectField(N_("Facility"), coerce=int)
    name = StringField(N_("Raw material"), [InputRequired(FILL_IN)])
    supplier = StringField(
        N_("Received from"), description=N_("The boat, farm, cooperative or shop it came from.")
    )
