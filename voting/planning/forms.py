"""Forms of the selection."""

from typing import Any

from wtforms import (
    FileField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.core.errors import RuleBroken
from app.core.text import fold_line
from app.web.fields import (
    FILL_IN,
    TOO_LONG,
    CheckboxesField,
    IntegerField,
    MomentField,
    local_moment,
    options,
    whole_number,
)
from app.web.forms import Form
from app.web.i18n import N_, translate
from app.web.messages import message_for
from catalog.enums import Level
from voting.planning.services import COUNCIL, JURIES
from voting.rounds.labels import ROUND_LEVELS
from voting.rounds.services import RoundPlan, Seat

YEARS = (2010, 2100)


LONGEST_SEAT = 200


LEVELS = tuple(Level)


def _check_after(field: MomentField, before: MomentField) -> None:
    if field.data and before.data and field.data <= before.data:
        raise ValidationError(message_for(RuleBroken("dates_out_of_order")))


class RoundForm(Form):
    version = HiddenField()
    title_vi = StringField(N_("Title in Vietnamese"), [InputRequired(FILL_IN)])
    title_en = StringField(N_("Title in English"))
    level = SelectField(N_("Level"), choices=options({level: ROUND_LEVELS[level] for level in LEVELS}))
    area = SelectField(N_("Area"), validate_choice=False)
    year = IntegerField(N_("Year"), [InputRequired(FILL_IN), NumberRange(*YEARS)])
    rule_set_id = SelectField(N_("Rule set"), coerce=int)
    organiser = StringField(N_("Organising authority"))
    notice_vi = TextAreaField(N_("Notice in Vietnamese"))
    notice_en = TextAreaField(N_("Notice in English"))
    entries_from = MomentField(N_("Entries from (Vietnam time)"), [Optional()])
    entries_until = MomentField(N_("Entries until (Vietnam time)"), [Optional()])
    scoring_from = MomentField(N_("Scoring from (Vietnam time)"), [Optional()])
    scoring_until = MomentField(N_("Scoring until (Vietnam time)"), [Optional()])

    def validate_entries_until(self, field: MomentField) -> None:
        _check_after(field, self.entries_from)

    def validate_scoring_from(self, field: MomentField) -> None:
        _check_after(field, self.entries_until)

    def validate_scoring_until(self, field: MomentField) -> None:
        _check_after(field, self.scoring_from)

    def plan(self) -> RoundPlan:
        """The plan as typed. area: `commune:<key>`, `unit:<id>`, `region:<key>` or empty for the nation."""
        kind, _, key = (self.area.data or "").partition(":")
        level = self.level.data
        return RoundPlan(
            title_vi=self.title_vi.data,
            title_en=self.title_en.data or "",
            level=level,
            **_area(kind, key, level),
            year=self.year.data,
            rule_set_id=self.rule_set_id.data,
            organiser=self.organiser.data or "",
            notice_vi=self.notice_vi.data or "",
            notice_en=self.notice_en.data or "",
            entries_from=local_moment(self.entries_from.data),
            entries_until=local_moment(self.entries_until.data),
            scoring_from=local_moment(self.scoring_from.data),
            scoring_until=local_moment(self.scoring_until.data),
        )


class NextRoundForm(RoundForm):
    """A round planned from an earlier one. take: what comes along besides the rules."""

    take = CheckboxesField(
        N_("Take over"), choices=options({COUNCIL: N_("The council"), JURIES: N_("The juries of all groups")})
    )


def _area(kind: str, key: str, level: str) -> dict[str, Any]:
    """The area of the round, of the kind that its level requires."""
    fits = {"unit": Level.PROVINCE, "region": Level.REGION, "commune": Level.COMMUNE}.get(kind) == level
    if not fits:
        return {}
    return {"unit_id": whole_number(key) or None} if kind == "unit" else {kind: key}


class PlanScanForm(Form):
    scan = FileField(N_("Scan of the signed plan"), description=N_("PDF or photo of one page."))
    instead_of = HiddenField()


class ExtensionForm(Form):
    until = MomentField(N_("New deadline (Vietnam time)"), [InputRequired(FILL_IN)])
    reason = TextAreaField(N_("Reason"), [InputRequired(FILL_IN)])


def _members(text: str) -> list[tuple[str, str]]:
    """(name, office) of each line that holds anything."""
    lines = (line.partition(";") for line in text.splitlines() if line.strip())
    return [(name.strip(), title.strip()) for name, _, title in lines]


class CouncilForm(Form):
    """Chair and secretary by account; other members by name, one a line: `name; office`."""

    chair = SelectField(N_("Chair"), [InputRequired(FILL_IN)], validate_choice=False)
    chair_title = StringField(
        N_("Title and position of the chair"), [Length(max=LONGEST_SEAT, message=TOO_LONG)]
    )
    secretary = SelectField(N_("Secretary"), [InputRequired(FILL_IN)], validate_choice=False)
    secretary_title = StringField(
        N_("Title and position of the secretary"), [Length(max=LONGEST_SEAT, message=TOO_LONG)]
    )
    members = TextAreaField(N_("Other members"), description=N_("One per line: name; position."))

    def validate_members(self, field: TextAreaField) -> None:
        """Every line begins with a name, none is longer than a line of a paper, nobody is named twice."""
        lines = [] if field.errors else _members(field.data or "")
        for number, (name, title) in enumerate(lines, start=1):
            if not name:
                raise ValidationError(translate("Line %(number)s has no name.", number=number))
            if max(len(name), len(title)) > LONGEST_SEAT:
                text = translate(
                    "Line %(number)s: use at most %(limit)s characters for name and for position.",
                    number=number,
                    limit=LONGEST_SEAT,
                )
                raise ValidationError(text)
        if len({(fold_line(name), fold_line(title)) for name, title in lines}) < len(lines):
            raise ValidationError(message_for(RuleBroken("person_twice")))

    def seats(self) -> list[Seat]:
        """The seats as filled in; the account's own name is shown for chair and secretary."""
        found = [
            Seat(self.chair.data, "", (self.chair_title.data or "").strip(), "chair"),
            Seat(self.secretary.data, "", (self.secretary_title.data or "").strip(), "secretary"),
        ]
        found += [Seat("", name, title, "member") for name, title in _members(self.members.data or "")]
        return found


class JuryForm(Form):
    """jurors: accounts by e-mail; groups: further groups that the same jury scores."""

    jurors = SelectMultipleField(N_("Jurors"), validate_choice=False)
    groups = CheckboxesField(N_("The same jury scores these groups too"), validate_choice=False)
    per_entry = IntegerField(
        N_("Jurors for each entry"),
        [Optional(), NumberRange(min=1)],
        description=N_("Left empty, all of them score all entries; else entries are shared out evenly."),
    )
    titles = TextAreaField(
        N_("Titles and positions of jurors"),
        description=N_(
            "One per line: e-mail; title and position, for the minutes. Left out, those of the pool are taken."
        ),
    )

    def seats(self) -> list[Seat]:
        titles = {name.lower(): title for name, title in _members(self.titles.data or "")}
        return [Seat(email, "", titles.get(email.lower(), "")) for email in self.jurors.data or []]
