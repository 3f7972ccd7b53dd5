"""What an act of an office on a proposal asks for."""

from wtforms import DateField, Field, StringField
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, ReasonForm, WholeField
from app.web.filters import number_text
from app.web.forms import Form
from app.web.i18n import N_
from catalog.forms import VersionedForm
from programme.activities.rules import SUMS
from programme.models import Proposal
from programme.proposal_review.services import CarriedOut
from programme.proposals.forms import SUM_LABELS


class ActForm(ReasonForm, VersionedForm):
    """Fields that an act has no use for are left out."""

    decision = StringField(N_("Number and day of the paper"), description=N_("As: 12/QĐ-SCT of 5/3/2026."))
    quantity = WholeField(N_("How many"))
    national = WholeField(SUM_LABELS["national"])
    local = WholeField(SUM_LABELS["local"])
    own = WholeField(SUM_LABELS["own"])

    def keep(self, names: tuple[str, ...]) -> None:
        for name in ("reason", "decision", "quantity", *SUMS):
            if name not in names:
                del self[name]

    def show(self, row: Proposal) -> None:
        """Propose what stands there: what was approved, before that what was asked for."""
        self.version.data = str(row.version)
        part = "approved" if row.decision else "asked"
        for name in SUMS:
            if name in self and (number := getattr(row, f"{part}_{name}")):
                self[name].data = number_text(number)
        if "quantity" in self:
            self["quantity"].data = str(row.quantity)

    def in_order(self, names: tuple[str, ...]) -> list[Field]:
        """As the page shows them."""
        return [self[name] for name in names if name in self]

    def sums(self) -> dict[str, int]:
        return {name: self[name].whole or 0 for name in SUMS}

    def text(self, name: str) -> str:
        return self[name].data or ""


class DoneForm(Form):
    done_on = DateField(N_("Day on which it was done"), [InputRequired(FILL_IN)])
    quantity = WholeField(N_("How many"), [InputRequired(FILL_IN)])
    document = StringField(
        N_("Document that proves it"),
        [InputRequired(FILL_IN)],
        description=N_("Number and day of the report."),
    )
    used_national = WholeField(N_("Used, promotion money of the nation"))
    used_local = WholeField(N_("Used, promotion money of the province"))
    used_own = WholeField(N_("Used, money of the facilities"))

    def in_order(self, _names: tuple[str, ...]) -> list[Field]:
        return [field for field in self if field.name != "csrf_token"]

    def show(self, row: Proposal) -> None:
        self.quantity.data = str(row.quantity)
        for name in SUMS:
            if number := getattr(row, f"approved_{name}"):
                self[f"used_{name}"].data = number_text(number)

    def carried_out(self) -> CarriedOut:
        return CarriedOut(
            self.done_on.data,
            self.quantity.whole or 0,
            self.document.data or "",
            {name: self[f"used_{name}"].whole or 0 for name in SUMS},
        )
