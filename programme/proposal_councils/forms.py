"""The forms of a council."""

from collections.abc import Sequence

from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.accounts.models import User
from app.web.fields import FILL_IN, WholeField, options
from app.web.filters import number_text
from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog.forms import Checkboxes, LongText, ShortText, VersionedForm
from programme.activities.rules import SUMS
from programme.models import ProposalCouncil
from programme.proposal_councils.kinds import CouncilKind, Post
from programme.proposal_councils.labels import VERDICTS
from programme.proposal_councils.services import Minutes
from programme.proposals.forms import SUM_LABELS


class CallForm(Form):
    decision = StringField(
        N_("Decision that sets up the council"),
        [InputRequired(FILL_IN)],
        description=N_("As: 12/QĐ-SCT of 5/3/2026."),
    )
    chair = SelectField(N_("Chair of the council"), [InputRequired(FILL_IN)])
    secretary = SelectField(N_("Secretary"), [InputRequired(FILL_IN)])
    members = Checkboxes(N_("Members"))

    def offer(self, people: Sequence[User]) -> None:
        """people: who may sit."""
        first = SelectChoice("", translate("Choose"))
        self.chair.choices = self.secretary.choices = [first, *_names(people)]
        self.members.choices = [(str(user.id), user.name or user.email) for user in people]


class OpinionForm(Form):
    agrees = RadioField(N_("What you find"), [InputRequired(FILL_IN)])
    opinion = ShortText(N_("Your reasons"), [InputRequired(FILL_IN)])

    def offer(self) -> None:
        self.agrees.choices = [("yes", translate("I agree")), ("no", translate("I do not agree"))]


class StandDownForm(Form):
    reason = ShortText(N_("Reason"), [InputRequired(FILL_IN)])
    successor = SelectField(N_("Who takes the seat"))

    def offer(self, people: Sequence[User], post: str) -> None:
        """people: who may sit; a plain member needs no successor."""
        first = SelectChoice("", translate("Nobody") if post == Post.MEMBER else translate("Choose"))
        self.successor.choices = [first, *_names(people)]


class MinutesForm(VersionedForm):
    held_on = DateField(N_("Day of the meeting"), [InputRequired(FILL_IN)])
    place = StringField(N_("Place of the meeting"))
    findings = LongText(N_("What the council found"), [InputRequired(FILL_IN)])
    verdict = RadioField(N_("Conclusion"), [InputRequired(FILL_IN)], choices=options(VERDICTS))
    national = WholeField(SUM_LABELS["national"])
    local = WholeField(SUM_LABELS["local"])
    own = WholeField(SUM_LABELS["own"])

    def fit(self, council: ProposalCouncil) -> None:
        """An acceptance recommends no sums."""
        if council.kind != CouncilKind.APPRAISAL:
            for name in SUMS:
                del self[name]

    def show(self, council: ProposalCouncil) -> None:
        """What is written; before that, the sums that were asked for."""
        self.version.data = str(council.version)
        for name in ("held_on", "place", "findings", "verdict"):
            self[name].data = getattr(council, name)
        for name in SUMS:
            if name in self:
                asked = getattr(council.proposal, f"asked_{name}")
                number = getattr(council, name) if council.held_on is not None else asked
                self[name].data = number_text(number) if number else ""

    def minutes(self) -> Minutes:
        return Minutes(
            self.held_on.data,
            self.place.data or "",
            self.findings.data or "",
            self.verdict.data,
            {name: self[name].whole or 0 for name in SUMS if name in self},
        )


def _names(people: Sequence[User]) -> list[SelectChoice]:
    return [SelectChoice(str(user.id), user.name or user.email) for user in people]
