"""The form of a facility."""

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from app.web.fields import IntegerField
from app.web.i18n import N_, current_locale, translate
from catalog import labels
from catalog.facilities.consent import CONSENT_TEXTS, CONSENT_VERSION
from catalog.facilities.services import FacilityData
from catalog.forms import REQUIRED, LongText, VersionedForm, _choices, _typed
from catalog.models import Facility
from catalog.units.queries import list_units


class FacilityForm(VersionedForm):
    name = StringField(N_("Name of the facility, as on its registration"), [DataRequired(REQUIRED)])
    kind = SelectField(N_("Kind of establishment"), [DataRequired(REQUIRED)])
    registration_number = StringField(
        N_("Tax code or business registration number"), [DataRequired(REQUIRED)]
    )
    unit_id = SelectField(N_("Province or city"), [DataRequired(REQUIRED)])
    commune = StringField(
        N_("Commune, ward or special zone"),
        [DataRequired(REQUIRED)],
        description=N_("Its name since 1 July 2025, with its kind: Xã Tân An."),
    )
    address = StringField(N_("House number, street, hamlet"), [DataRequired(REQUIRED)])
    contact_name = StringField(N_("Contact person"), [DataRequired(REQUIRED)])
    phone = StringField(N_("Telephone"), [DataRequired(REQUIRED)])
    email = StringField(N_("E-mail for customers"))
    website = StringField(N_("Website"))
    founded_year = IntegerField(N_("Founded in the year"), [Optional()])
    gln = StringField(N_("GS1 location number (GLN)"))
    about_vi = LongText(N_("About the facility, in Vietnamese"))
    about_en = LongText(N_("About the facility, in English"))
    consent = BooleanField(CONSENT_TEXTS[CONSENT_VERSION])

    def __init__(self, facility: Facility | None = None) -> None:
        shown = {name: getattr(facility, name) for name in _FACILITY_TEXTS} if facility is not None else {}
        if facility is not None:
            shown |= facility.proposed | {"version": str(facility.version)}
            shown["unit_id"] = str(shown["unit_id"])
        super().__init__(data=shown)
        nothing = ("", translate(N_("Choose")))
        self.kind.choices = [nothing, *_choices(labels.FACILITY_KINDS)]
        units = [(str(unit.id), unit.name_in(current_locale())) for unit in list_units()]
        if facility is not None and str(facility.unit_id) not in dict(units):
            units.append((str(facility.unit_id), facility.unit.name_in(current_locale())))
        self.unit_id.choices = [nothing, *units]

    def facility_data(self) -> FacilityData:
        values = _typed(self, _FACILITY_TEXTS) | {"founded_year": self.founded_year.data}
        return FacilityData(**values | {"unit_id": int(self.unit_id.data), "consent": self.consent.data})


_FACILITY_TEXTS = (
    "name", "kind", "registration_number", "unit_id", "commune", "address", "contact_name", "phone", "email",
    "website", "founded_year", "gln", "about_vi", "about_en",
)  # fmt: skip
