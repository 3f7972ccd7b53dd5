"""What a visitor can add to a scan."""

from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.web.forms import Form
from app.web.i18n import N_, translate
from traceability.signals.public_texts import province_names


class PlaceForm(Form):
    unit_code = SelectField(N_("Province or city"), [InputRequired(N_("Choose a province or city."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [SelectChoice(code, name) for code, name in province_names().items()]
        self.unit_code.choices = [SelectChoice("", translate("Choose")), *names]
