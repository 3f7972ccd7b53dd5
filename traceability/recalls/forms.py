"""Forms that order and end a recall."""

from wtforms import (
    HiddenField,
    RadioField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN, options
from app.web.forms import Form
from app.web.i18n import N_
from traceability.enums import RecallKind
from traceability.recalls.services import RecallData
from traceability.terms import RECALL_KINDS


class RecallForm(Form):
    """step: empty when first sent, `edit` or `confirm` from the page that shows it once more."""

    step = HiddenField()
    kind = RadioField(N_("What to do"), choices=options(RECALL_KINDS), default=RecallKind.HOLD)
    reason_vi = TextAreaField(N_("Reason in Vietnamese"), [InputRequired(FILL_IN)])
    advice_vi = TextAreaField(N_("What buyers should do, in Vietnamese"))
    reason_en = TextAreaField(N_("Reason in English"))
    advice_en = TextAreaField(N_("What buyers should do, in English"))

    def recall_data(self) -> RecallData:
        names = ("reason_vi", "reason_en", "advice_vi", "advice_en")
        texts = {name: self._fields[name].data or "" for name in names}
        return RecallData(kind=RecallKind(self.kind.data), **texts)


class LiftForm(Form):
    reason = TextAreaField(N_("Reason"), [InputRequired(FILL_IN)])
