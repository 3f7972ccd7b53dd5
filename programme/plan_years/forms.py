"""The forms of a plan's year."""

from collections.abc import Sequence
from datetime import date

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, IntegerField, WholeField
from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog.forms import ShortText
from programme.activities.labels import kind_name
from programme.models import ActivityKind, PlanYear
from programme.plan_years.services import PaperData, PlanData

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
        self.kind.choices = [SelectChoice(str(row.id), kind_name(row)) for row in kinds]


class PaperForm(Form):
    kind = SelectField(N_("Asked for by"))
    name_vi = StringField(N_("Name of the paper"), [InputRequired(FILL_IN)])
    name_en = StringField(N_("Name in English"))
    about = ShortText(N_("What it must show, where its form is"))
    is_needed = BooleanField(N_("No dossier is handed in without it"), default=True)

    def offer(self, kinds: Sequence[ActivityKind]) -> None:
        every = SelectChoice("", translate("Every kind of activity"))
        self.kind.choices = [every, *(SelectChoice(str(row.id), kind_name(row)) for row in kinds)]

    def paper(self) -> tuple[int | None, PaperData]:
        """The kind of activity, None for every, and what the paper is."""
        texts = {name: self[name].data or "" for name in ("name_vi", "name_en", "about")}
        kind = int(self.kind.data) if self.kind.data else None
        return kind, PaperData(**texts, is_needed=self.is_needed.data)
