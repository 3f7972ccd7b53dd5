"""The forms of who asks."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, WholeField
from app.web.filters import number_text
from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog.forms import Checkboxes, LongText, ShortText, VersionedForm
from catalog.models import Product, Trademark
from programme.activities.rules import SUMS
from programme.models import Proposal
from programme.proposals.services import ProposalData

SUM_LABELS = {
    "national": N_("Promotion money of the nation, in đồng"),
    "local": N_("Promotion money of the province, in đồng"),
    "own": N_("Own money, in đồng"),
}


class ProposalForm(VersionedForm):
    title = StringField(N_("What you ask for, in a line"), [InputRequired(FILL_IN)])
    need = LongText(
        N_("Why it is needed"),
        description=N_("What you make today, what is missing, what the support changes."),
    )
    result = ShortText(N_("What comes of it"), description=N_("As: 3 machines run, 12 more people at work."))
    quantity = WholeField(N_("How many"), [InputRequired(FILL_IN)])
    products = Checkboxes(N_("Products it is for"))
    trademark = SelectField(N_("Trademark it is for"))
    asked_national = WholeField(SUM_LABELS["national"])
    asked_local = WholeField(SUM_LABELS["local"])
    asked_own = WholeField(SUM_LABELS["own"])

    def offer(self, products: Sequence[Product], trademarks: Sequence[Trademark]) -> None:
        """What can be chosen; a list without anything is left out."""
        self.products.choices = [(str(row.id), row.name_vi) for row in products]
        self.trademark.choices = [
            SelectChoice("", translate("None")),
            *(SelectChoice(str(row.id), row.name) for row in trademarks),
        ]
        if not products:
            del self.products
        if not trademarks:
            del self.trademark

    def show(self, row: Proposal | None) -> None:
        """Fill in what is kept; a new one asks for one thing."""
        if row is None:
            self.quantity.data = "1"
            return
        for name in ("title", "need", "result"):
            self[name].data = getattr(row, name)
        self.quantity.data, self.version.data = str(row.quantity), str(row.version)
        for name in SUMS:
            number = getattr(row, f"asked_{name}")
            self[f"asked_{name}"].data = number_text(number) if number else ""
        if self.products is not None:
            self.products.data = [str(product.id) for product in row.products]
        if self.trademark is not None:
            self.trademark.data = str(row.trademark_id or "")

    def typed(self, products: Sequence[Product], trademarks: Sequence[Trademark]) -> ProposalData:
        chosen = set(self.products.data or ()) if self.products is not None else set()
        mark = self.trademark.data if self.trademark is not None else ""
        texts = {name: self[name].data or "" for name in ("title", "need", "result")}
        return ProposalData(
            **texts, quantity=self.quantity.whole or 0,
            asked=self._asked(),
            products=[row for row in products if str(row.id) in chosen],
            trademark=next((row for row in trademarks if str(row.id) == mark), None),
        )  # fmt: skip

    def _asked(self) -> dict[str, int]:
        return {name: self[f"asked_{name}"].whole or 0 for name in SUMS}


class DossierForm(Form):
    dossier = TextAreaField(
        N_("Papers of the dossier"),
        description=N_("Which papers, their numbers, and where they were handed in."),
    )


def own_choices(proposal: Proposal | None, facility: Any) -> tuple[list[Product], list[Trademark]]:
    """Products and trademarks that a facility may name; nothing for a centre."""
    owner = proposal.facility if proposal is not None else facility
    if owner is None:
        return [], []
    return sorted(owner.products, key=lambda row: row.sort_key), sorted(
        owner.trademarks, key=lambda row: row.name
    )
