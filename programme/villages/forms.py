"""The forms of a craft village."""

from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.web.fields import IntegerField, options
from app.web.i18n import N_
from catalog.forms import REQUIRED, ShortText, VersionedForm
from programme.exhibits.forms import TEXTS, PlaceForm
from programme.villages.labels import VILLAGE_KINDS
from programme.villages.services import VillageData

VILLAGE_TEXTS = ("kind", "craft", "decision_number", "issuer", "unit_then", "hours", "environment")
OTHERS = ("decision_date", "since_year", "households", "craft_households", "workers", "stable_years", "criteria_year",
          "revoked_on")  # fmt: skip


class VillageForm(PlaceForm):
    kind = SelectField(N_("Recognised as"), choices=options(VILLAGE_KINDS))
    craft = StringField(
        N_("Craft"), [DataRequired(REQUIRED)], description=N_("As: pottery, weaving of bamboo.")
    )
    decision_number = StringField(N_("Number of the decision"), [DataRequired(REQUIRED)])
    decision_date = DateField(N_("Date of the decision"), [InputRequired(REQUIRED)])
    issuer = StringField(N_("Who recognised it"), [DataRequired(REQUIRED)])
    unit_then = StringField(
        N_("Province or city at that time"), description=N_("If its name was another one.")
    )
    revoked_on = DateField(N_("Recognition revoked on"), [Optional()])
    since_year = IntegerField(N_("The craft is there since the year"), [Optional()])
    households = IntegerField(N_("Households of the village"), [Optional()])
    craft_households = IntegerField(N_("Households in the craft"), [Optional()])
    workers = IntegerField(N_("People working in it"), [Optional()])
    stable_years = IntegerField(N_("Years of stable work on end"), [Optional()])
    environment = ShortText(N_("Protection of the environment"))
    criteria_year = IntegerField(N_("Year of these figures"), [Optional()])
    hours = StringField(N_("When visitors are welcome"))

    @classmethod
    def own_fields(cls) -> tuple[str, ...]:
        return (*TEXTS, *VILLAGE_TEXTS, *OTHERS)

    def data_of_village(self) -> VillageData:
        texts: dict[str, Any] = {name: self[name].data or "" for name in VILLAGE_TEXTS}
        others = {name: self[name].data for name in OTHERS}
        return VillageData(**self.place_values(), **texts, **others)


class FacilitiesForm(VersionedForm):
    facilities = TextAreaField(
        N_("Facilities in the village"),
        description=N_("One a line: its tax code, the address of its page, or its name."),
    )

    def lines(self) -> list[str]:
        return (self.facilities.data or "").splitlines()
