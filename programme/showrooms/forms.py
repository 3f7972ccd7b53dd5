"""The form of a showroom."""

from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.web.fields import options
from app.web.i18n import N_
from catalog.forms import REQUIRED, ShortText
from programme.exhibits.forms import TEXTS, PlaceForm
from programme.showrooms.labels import PLACE_KINDS
from programme.showrooms.services import ShowroomData

SHOWROOM_TEXTS = ("place_kind", "operator", "hours", "directions", "decision_number")
DAYS = ("opened_on", "closed_on", "decision_date")


class ShowroomForm(PlaceForm):
    place_kind = SelectField(N_("Kind of place"), choices=options(PLACE_KINDS))
    operator = StringField(N_("Who keeps it"), [DataRequired(REQUIRED)])
    facility = StringField(
        N_("Facility that keeps it"),
        description=N_("Its tax code, the address of its page, or its name. Empty where a centre keeps it."),
    )
    hours = StringField(N_("Opening hours"), description=N_("For example 8:00 to 21:00 every day."))
    directions = ShortText(N_("How to get there"))
    opened_on = DateField(N_("Open since"), [InputRequired(REQUIRED)])
    closed_on = DateField(N_("Closed on"), [Optional()])
    decision_number = StringField(N_("Number of the decision"))
    decision_date = DateField(N_("Date of the decision"), [Optional()])

    @classmethod
    def own_fields(cls) -> tuple[str, ...]:
        return (*TEXTS, *SHOWROOM_TEXTS, *DAYS)

    def data_of_showroom(self) -> ShowroomData:
        texts: dict[str, Any] = {name: self[name].data or "" for name in (*SHOWROOM_TEXTS, "facility")}
        days = {name: self[name].data for name in DAYS}
        return ShowroomData(**self.place_values(), **texts, **days)
