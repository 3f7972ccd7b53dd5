"""The forms of a plan's year."""

from collections.abc import Sequence
from datetime import date

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, WholeField
from app.web.forms import Form
from app.web.i18n import N_, current_locale
from catalog.forms import ShortText
from programme.models import ActivityKind, PlanYear
from programme.plan_years.services import PlanData

CUSTOM_REGISTER, CUSTOM_DOSSIER = (6, 20), (9, 30)
"""Month and day of the year before, as plan letters have set them; only proposed in the empty form."""


class YearForm(Form):
    year = IntegerField(N_("Year of the plan"), [InputRequired(FILL_IN)])
    register_until = DateField(N_("Last day of registration"), [InputRequired(FILL_IN)])
    dossier_until = DateField(N_("Last day for the dossier"), [InputRequired(FILL_IN)])
    source = StringField(N_("Letter that sets these days"))

    def propose(self, year: int) -> None:
        self.year.data = year
        self.register_until.data = date(year - 1, *CUSTOM_REGISTER)
        self.dossier_until.data = date(year - 1, *CUSTOM_DOSSIER)

    def show(self, row: PlanYear) -> None:
        for name in ("year", "register_until", "dossier_until", "source"):
            self[name].data = getattr(row, name)

    def plan(self) -> PlanData:
        days = self.register_until.data, self.dossier_until.data
        return PlanData(*days, self.source.data or "")


class OfferForm(Form):
    kind = SelectField(N_("Kind of activity"), [InputRequired(FILL_IN)])
    about = ShortText(N_("What it is for, in a sentence"))
    most = WholeField(N_("Promotion money at most, in đồng"), description=N_("Empty where no sum is set."))

    def offer(self, kinds: Sequence[ActivityKind]) -> None:
        english = current_locale() == "en"
        self.kind.choices = [
            SelectChoice(str(row.id), (row.name_en if english else "") or row.name_vi) for row in kinds
        ]
