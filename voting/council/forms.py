"""Forms of the council: verdicts and the decision."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, TypeVar

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.core.clock import today
from app.core.errors import RuleBroken
from app.web.fields import FILL_IN, CheckboxesField, IntegerField, options
from app.web.forms import Form
from app.web.i18n import N_
from app.web.messages import message_for
from voting.council.services import DecisionForm, Session

VOTE, FOR, AGAINST = "vote_", "for", "against"


class VerdictForm(Form):
    recognised = RadioField(
        N_("Decision of the council"), choices=options({"yes": N_("Recognise"), "no": N_("Do not recognise")}),
        validators=[InputRequired(N_("Choose one."))],
    )  # fmt: skip
    reason = TextAreaField(N_("Reason (required if the decision differs from the score)"))
    votes_for = IntegerField(
        N_("Votes in favour"),
        [Optional(), NumberRange(0, 99)],
        description=N_(
            "Both numbers, after a secret ballot. A vote is required if the decision differs from the score."
        ),
    )
    votes_against = IntegerField(N_("Votes against"), [Optional(), NumberRange(0, 99)])

    def member_fields(self) -> list[RadioField]:
        """The fields of the members' votes, in the order of the council."""
        return [field for name, field in self._fields.items() if name.startswith(VOTE)]

    def votes(self) -> dict[int, bool]:
        """Whether each member was for it, by id; who did not vote is left out."""
        chosen = {field.name: field.data for field in self.member_fields() if field.data}
        return {int(name.removeprefix(VOTE)): vote == FOR for name, vote in chosen.items()}


class SeveralForm(VerdictForm):
    """One decision on several entries. entries: ids, as listed on the page."""

    entries = CheckboxesField(N_("Entries of this decision"), coerce=int, validate_choice=False)


AnyVerdictForm = TypeVar("AnyVerdictForm", bound=VerdictForm)


def with_votes(
    kind: type[AnyVerdictForm], members: Iterable[tuple[int, str]], **values: Any
) -> AnyVerdictForm:
    """The form with a vote for each member (id, name) who is present."""
    choices = options({FOR: N_("In favour"), AGAINST: N_("Against"), "": N_("Did not vote")})
    fields = {f"{VOTE}{key}": RadioField(name, choices=choices, default="") for key, name in members}
    form: AnyVerdictForm = type(f"{kind.__name__}OfSession", (kind,), fields)(**values)
    return form


class SessionForm(Form):
    """A session of the council; the checkboxes are the members present."""

    held_on = DateField(N_("Day of the session"), [InputRequired(FILL_IN)])
    place = StringField(N_("Where it met"))
    agenda = TextAreaField(N_("Agenda"))
    present = CheckboxesField(N_("Members present"), coerce=int, validate_choice=False)

    def session(self) -> Session:
        """The session as filled in."""
        return Session(
            held_on=self.held_on.data,
            present=frozenset(self.present.data or ()),
            place=self.place.data or "",
            agenda=self.agenda.data or "",
        )


class DecisionEntryForm(Form):
    number = StringField(N_("Number of the decision"), [InputRequired(FILL_IN)])
    signed_on = DateField(N_("Signed on"), [InputRequired(FILL_IN)])
    authority = StringField(N_("Issuing authority"), [InputRequired(FILL_IN)])
    signer = StringField(N_("Signed by"), [InputRequired(FILL_IN)])
    signer_title = StringField(N_("Position of the signer"))
    valid_until = DateField(N_("Certificates valid until"), [InputRequired(FILL_IN)])

    def validate_signed_on(self, field: DateField) -> None:
        if field.data and field.data > today() + timedelta(days=1):
            raise ValidationError(message_for(RuleBroken("date_in_future")))

    def validate_valid_until(self, field: DateField) -> None:
        if field.data and self.signed_on.data and field.data <= self.signed_on.data:
            raise ValidationError(message_for(RuleBroken("valid_until_before_issue")))

    def decision(self) -> DecisionForm:
        """The decision as typed."""
        return DecisionForm(
            number=self.number.data,
            signed_on=self.signed_on.data,
            signer=self.signer.data,
            signer_title=self.signer_title.data or "",
            authority=self.authority.data,
            valid_until=self.valid_until.data,
        )
