"""The form of a lot."""

from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Optional

from app.core.clock import today
from app.web.fields import FILL_IN, AmountField, amount_text, whole_number
from app.web.forms import Form
from app.web.i18n import N_
from traceability.forms import unit_choices
from traceability.lots.services import LotData
from traceability.lots.shelf_life import read_shelf_life
from traceability.models import Lot


class LotForm(Form):
    """A lot of a product."""

    version = HiddenField()
    date_asked = HiddenField()
    product_id = SelectField(N_("Product"), coerce=int)
    code = StringField(
        N_("Lot code"),
        [InputRequired(FILL_IN)],
        description=N_("Letters A–Z, digits and hyphens; it is printed on every label."),
    )
    made_on = DateField(N_("Made on"), [Optional()])
    best_before = DateField(N_("Best before"), [Optional()])
    quantity = AmountField(N_("Quantity"))
    unit = SelectField(N_("Unit"), choices=unit_choices, validate_choice=False)

    def asked_version(self) -> int:
        """The version the page was drawn from; 0, which no lot has, where the field was tampered with."""
        return whole_number(self.version.data)

    def offer_best_before(self, shelf_life: str) -> bool:
        """Fill an empty best-before date in from the day of making and the maker's words, once; whether it was.
        A day of making that has not come is refused, and nothing is made of it.
        """
        life, made_on = read_shelf_life(shelf_life), self.made_on.data
        if self.best_before.data or not made_on or self.date_asked.data or life is None or made_on > today():
            return False
        self.best_before.data, self.date_asked.data = life.best_before(made_on), "1"
        self.best_before.raw_data = None
        return True

    def lot_data(self) -> LotData:
        return LotData(
            code=self.code.data, made_on=self.made_on.data, best_before=self.best_before.data,
            quantity=self.quantity.amount, unit=self.unit.data or "",
        )  # fmt: skip


def lot_values(lot: Lot) -> dict[str, Any]:
    return {
        "version": lot.version, "code": lot.code, "made_on": lot.made_on, "best_before": lot.best_before,
        "quantity": amount_text(lot.quantity), "unit": lot.unit,
    }  # fmt: skip
