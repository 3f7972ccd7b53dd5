"""Forms of the pool of experts."""

from wtforms import DateField, HiddenField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.web.fields import FILL_IN, CheckboxesField, IntegerField, options
from app.web.forms import Form
from app.web.i18n import N_
from catalog.labels import PRODUCT_GROUPS
from voting.experts.services import ExpertFacts

JURY_SIZES = (1, 25)
GROUPS = options({group.value: label for group, label in PRODUCT_GROUPS.items()})


class ExpertForm(Form):
    title = StringField(N_("Title and position"), description=N_("Printed in the minutes of a round."))
    groups = CheckboxesField(N_("Product groups that you can judge"), choices=GROUPS)
    away_from = DateField(N_("Away from"), [Optional()])
    away_until = DateField(
        N_("Away until"),
        [Optional()],
        description=N_("Both days included; left empty, the absence has no end."),
    )

    def facts(self) -> ExpertFacts:
        """The facts as typed."""
        return ExpertFacts(
            self.title.data or "", tuple(self.groups.data or ()), self.away_from.data, self.away_until.data
        )


class ProposalForm(Form):
    """seats: the proposal as shown, `group:user id` in a line; empty before it is shown."""

    groups = CheckboxesField(N_("Product groups"), [InputRequired(FILL_IN)], choices=GROUPS)
    size = IntegerField(N_("Jurors in each jury"), [InputRequired(FILL_IN), NumberRange(*JURY_SIZES)])
    seats = HiddenField()
