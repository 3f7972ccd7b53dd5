"""Forms for what an officer does to an issued certificate."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from app.web.forms import Form
from app.web.i18n import N_
from catalog.awards.corrections.services import Corrected

REASON = N_("Reason, shown on the certificate’s page and sent to the facility")
REQUIRED = N_("Fill in this field.")


class CorrectionForm(Form):
    product_name = StringField(
        N_("Name of the product on the certificate"), validators=[DataRequired(REQUIRED)]
    )
    producer_name = StringField(
        N_("Name of the producer on the certificate"), validators=[DataRequired(REQUIRED)]
    )
    producer_address = StringField(N_("Address of the producer on the certificate"))
    reason = TextAreaField(REASON, validators=[DataRequired(REQUIRED)])

    def corrected(self) -> Corrected:
        return Corrected(
            product_name=self.product_name.data or "",
            producer_name=self.producer_name.data or "",
            producer_address=self.producer_address.data or "",
        )
