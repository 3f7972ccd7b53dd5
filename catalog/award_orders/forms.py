"""The form of a decision about a certificate."""

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.fields import TOO_LONG
from app.web.forms import Form
from app.web.i18n import N_
from catalog.award_orders.services import OrderData
from catalog.awards.forms import REASON, REQUIRED

ACTS = {
    "suspend": N_("Suspend: it is not valid until it is restored"),
    "restore": N_("Restore: the suspension ends"),
    "revoke": N_("Revoke: it is never valid again"),
}
LONGEST = 200


class OrderForm(Form):
    act = RadioField(N_("What happens to the certificate"), validators=[DataRequired(REQUIRED)])
    decision_number = StringField(
        N_("Number of the decision"), [DataRequired(REQUIRED), Length(max=LONGEST, message=TOO_LONG)]
    )
    decision_date = DateField(N_("Signed on"), [DataRequired(REQUIRED)])
    authority = StringField(
        N_("Issuing authority"), [DataRequired(REQUIRED), Length(max=LONGEST, message=TOO_LONG)]
    )
    reason = TextAreaField(REASON, validators=[DataRequired(REQUIRED)])

    def order(self) -> OrderData:
        """The decision as typed."""
        return OrderData(
            act=self.act.data or "",
            decision_number=self.decision_number.data or "",
            decision_date=self.decision_date.data,
            authority=self.authority.data or "",
            reason=self.reason.data or "",
        )
