"""The form that marks codes activated, sold or void."""

from wtforms import (
    FileField,
    RadioField,
    StringField,
    TextAreaField,
)

from app.web.fields import options
from app.web.forms import Form
from app.web.i18n import N_
from traceability.enums import CodeAct
from traceability.terms import CODE_ACTS


class CodesForm(Form):
    act = RadioField(N_("What to do"), choices=options(CODE_ACTS), default=CodeAct.ACTIVATE)
    first = StringField(N_("First code"), description=N_("Scan or type the code of the first label."))
    first_photo = FileField(N_("Or a photo of the first label"))
    last = StringField(N_("Last code"), description=N_("Leave empty for a single label."))
    last_photo = FileField(N_("Or a photo of the last label"))
    reason = TextAreaField(N_("Reason (required to void codes)"))
