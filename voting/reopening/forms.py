"""Forms of acts that two people sign with a reason."""

from wtforms import TextAreaField

from app.web.forms import Form
from app.web.i18n import N_


class SignedReasonForm(Form):
    """A reason that both people sign."""

    reason = TextAreaField(N_("Reason"), description=N_("It becomes public with the record of the round."))
