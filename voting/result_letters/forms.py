"""Forms of result letters: a remark, grade and money, the day on which letters are numbered."""

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.errors import RuleBroken
from app.web.fields import FILL_IN, TOO_LONG, AmountField, CheckboxesField
from app.web.forms import Form
from app.web.i18n import N_
from app.web.messages import message_for
from voting.result_letters.queries import LONGEST_REMARK

SHORT = [Length(max=100, message=TOO_LONG)]


class RemarkForm(Form):
    text = TextAreaField(
        N_("Remark that the facility may read"), [Length(max=LONGEST_REMARK, message=TOO_LONG)],
        description=N_("In words that name no juror. Left empty, the facility reads none."),
    )  # fmt: skip


class ReleaseSeveralForm(Form):
    """entries: ids of entries, as listed on the page."""

    entries = CheckboxesField(N_("Remarks to release"), coerce=int, validate_choice=False)


class MoneyForm(Form):
    grade = StringField(N_("Grade"), SHORT, description=N_("Only where the round ranks what it recognises."))
    amount = AmountField(N_("Award money in đồng"), SHORT)
    decision = StringField(N_("Decision on the money"), SHORT)
    paid_on = DateField(N_("Paid on"), [Optional()])

    def validate_amount(self, field: AmountField) -> None:
        if field.amount is not None and field.amount != field.amount.to_integral_value():
            raise ValidationError(message_for(RuleBroken("amount_not_whole")))


class NumberLettersForm(Form):
    signed_on = DateField(N_("Signed on"), [InputRequired(FILL_IN)])
