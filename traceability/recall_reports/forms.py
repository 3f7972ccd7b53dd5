"""Forms of drills and of the people to call."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from app.web.forms import Form
from app.web.i18n import N_
from traceability.recall_reports.drills import RecipientData

FILL_IN = N_("Fill in this field.")
ACTS = {"reach": True, "unreach": False}


class DrillForm(Form):
    scenario = TextAreaField(
        N_("What is assumed to be wrong"),
        [InputRequired(FILL_IN)],
        description=N_("For example: a sample of this salt does not pass."),
    )


class FinishForm(Form):
    found = TextAreaField(
        N_("What was found"), description=N_("What was counted in store, what went slowly, what to change.")
    )


class RecipientForm(Form):
    party = StringField(N_("Recipient of goods"), [InputRequired(FILL_IN)])
    phone = StringField(N_("Telephone"))
    address = StringField(N_("Address"))
    note = StringField(N_("Note"))

    def recipient(self, act: str) -> RecipientData:
        """act: `reach`, `unreach`, or anything else to keep the contact alone."""
        return RecipientData(
            party=self.party.data or "",
            phone=self.phone.data or "",
            address=self.address.data or "",
            note=self.note.data or "",
            reached=ACTS.get(act),
        )
