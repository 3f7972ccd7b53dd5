"""The forms of a fair, its stands and its figures."""

from typing import Any

from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from app.web.fields import AmountField, CheckboxesField
from app.web.forms import Form
from app.web.i18n import N_
from catalog.forms import REQUIRED
from programme.exhibits.forms import TEXTS, PlaceForm
from programme.fairs.services import FairData, OutcomeData
from programme.models import Booth

FAIR_TEXTS = ("organiser", "hours", "admission", "venue", "country_vi", "country_en", "decision_number")
DAYS = ("starts_on", "ends_on", "decision_date")


class FairForm(PlaceForm):
    starts_on = DateField(N_("First day"), [InputRequired(REQUIRED)])
    ends_on = DateField(N_("Last day"), [InputRequired(REQUIRED)])
    hours = StringField(N_("Hours"), description=N_("For example 8:00 to 21:00 every day."))
    admission = StringField(N_("Admission"), description=N_("For example: free."))
    venue = StringField(N_("Hall or ground"))
    country_vi = StringField(
        N_("Country, in Vietnamese"),
        description=N_("Only for a fair abroad; the province is then the one that takes part."),
    )
    country_en = StringField(N_("Country, in English"))
    organiser = StringField(N_("Organiser"), [DataRequired(REQUIRED)])
    decision_number = StringField(N_("Number of the decision"))
    decision_date = DateField(N_("Date of the decision"), [Optional()])
    is_cancelled = BooleanField(N_("The fair is called off"))

    @classmethod
    def own_fields(cls) -> tuple[str, ...]:
        return (*TEXTS, *FAIR_TEXTS, *DAYS)

    def data_of_fair(self) -> FairData:
        texts: dict[str, Any] = {name: self[name].data or "" for name in FAIR_TEXTS}
        days = {name: self[name].data for name in DAYS}
        return FairData(**self.place_values(), **texts, **days, is_cancelled=self.is_cancelled.data)


class StandsForm(Form):
    stands = TextAreaField(
        N_("Stands, one a line"),
        [DataRequired(REQUIRED)],
        description=N_(
            "Stand; facility (tax code, page address or name); supported: yes or no; products with commas between "
            "them, * for all. Lines copied from a spreadsheet will do."
        ),
    )


class BoothForm(Form):
    facility = StringField(
        N_("Facility"),
        description=N_("Its tax code, the address of its page, or its name. Empty: the stand is free."),
    )
    is_supported = BooleanField(N_("The rent of the stand is supported"))
    products = CheckboxesField(N_("Products on the stand"), coerce=int)

    def __init__(self, booth: Booth) -> None:
        shown: dict[str, Any] = {
            "facility": booth.facility.slug if booth.facility else "",
            "is_supported": booth.is_supported,
            "products": [product.id for product in booth.products],
        }
        super().__init__(data=shown)
        self.products.choices = []


class OutcomeForm(Form):
    visitors = AmountField(N_("Visitors"))
    contracts = AmountField(N_("Contracts signed"))
    contract_value = AmountField(N_("Value of the contracts, in đồng"))
    sales = AmountField(N_("Sales at the stands, in đồng"))
    evidence = StringField(
        N_("Paper that says so"),
        [DataRequired(REQUIRED)],
        description=N_("As: report 45/BC-TTKC of the centre."),
    )
    evidence_date = DateField(N_("Date of the paper"), [InputRequired(REQUIRED)])

    def data_of_outcome(self) -> OutcomeData:
        amounts = {name: self[name].amount for name in ("contract_value", "sales")}
        counts = {name: self[name].amount for name in ("visitors", "contracts")}
        return OutcomeData(
            **amounts, **counts, evidence=self.evidence.data or "", evidence_date=self.evidence_date.data
        )
