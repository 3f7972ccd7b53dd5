"""Forms of the selection."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.core.clock import VIETNAM, today
from app.core.errors import RuleBroken
from app.core.text import fold
from app.web.forms import Form
from app.web.i18n import N_, translate
from app.web.messages import message_for
from catalog.enums import Level
from voting import dossier
from voting.labels import DOCUMENT_KINDS, ROUND_LEVELS, SET_CASES
from voting.services.council import DecisionForm
from voting.services.rounds import RoundPlan, Seat

FILL_IN = N_("Fill in this field.")
YEARS = (2010, 2100)
LONGEST_NUMBER = 15
LONGEST_SEAT = 200
LEVELS = (Level.PROVINCE, Level.REGION, Level.NATIONAL)


def options(labels: Mapping[Any, str]) -> Callable[[], list[SelectChoice]]:
    """The choices of a field from value -> message id, translated for whoever opens the form."""
    return lambda: [SelectChoice(str(value), translate(label)) for value, label in labels.items()]


def whole_number(text: object) -> int:
    """The number in a hidden field; 0, which no row has, for anything else (a field that was not sent among them)."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(str(text)) if is_number else 0


def local_moment(value: datetime | None) -> datetime | None:
    """A moment typed as local time of Việt Nam."""
    return value.replace(tzinfo=VIETNAM) if value else None


def shown_moment(value: datetime | None) -> datetime | None:
    """The moment as the form shows it: local, without zone."""
    return value.astimezone(VIETNAM).replace(tzinfo=None) if value else None


def _check_after(field: DateTimeLocalField, before: DateTimeLocalField) -> None:
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
    entries_from = DateTimeLocalField(N_("Entries from (Vietnam time)"), [Optional()])
    entries_until = DateTimeLocalField(N_("Entries until (Vietnam time)"), [Optional()])
    scoring_from = DateTimeLocalField(N_("Scoring from (Vietnam time)"), [Optional()])
    scoring_until = DateTimeLocalField(N_("Scoring until (Vietnam time)"), [Optional()])

    def validate_entries_until(self, field: DateTimeLocalField) -> None:
        _check_after(field, self.entries_from)

    def validate_scoring_from(self, field: DateTimeLocalField) -> None:
        _check_after(field, self.entries_until)

    def validate_scoring_until(self, field: DateTimeLocalField) -> None:
        _check_after(field, self.scoring_from)

    def plan(self) -> RoundPlan:
        """The plan as typed. area: `unit:<id>`, `region:<key>` or empty for the nation."""
        kind, _, key = (self.area.data or "").partition(":")
        level = self.level.data
        return RoundPlan(
            title_vi=self.title_vi.data,
            title_en=self.title_en.data or "",
            level=level,
            unit_id=whole_number(key) or None if kind == "unit" and level == Level.PROVINCE else None,
            region=key if kind == "region" and level == Level.REGION else "",
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


def _members(text: str) -> list[tuple[str, str]]:
    """(name, office) of each line that holds anything."""
    lines = (line.partition(";") for line in text.splitlines() if line.strip())
    return [(name.strip(), title.strip()) for name, _, title in lines]


class CouncilForm(Form):
    """Chair and secretary by account; other members by name, one a line: `name; office`."""

    chair = SelectField(N_("Chair"), [InputRequired(FILL_IN)], validate_choice=False)
    secretary = SelectField(N_("Secretary"), [InputRequired(FILL_IN)], validate_choice=False)
    members = TextAreaField(N_("Other members"), description=N_("One a line: name; office."))

    def validate_members(self, field: TextAreaField) -> None:
        """Every line begins with a name, none is longer than a line of a paper, nobody is named twice."""
        lines = [] if field.errors else _members(field.data or "")
        for number, (name, title) in enumerate(lines, start=1):
            if not name:
                raise ValidationError(translate("Line %(number)s has no name.", number=number))
            if max(len(name), len(title)) > LONGEST_SEAT:
                text = translate(
                    "Line %(number)s: use at most %(limit)s characters for name and for office.",
                    number=number,
                    limit=LONGEST_SEAT,
                )
                raise ValidationError(text)
        if len({(fold(name), fold(title)) for name, title in lines}) < len(lines):
            raise ValidationError(message_for(RuleBroken("person_twice")))

    def seats(self) -> list[Seat]:
        """The seats as filled in; the account's own name is shown for chair and secretary."""
        found = [Seat(self.chair.data, "", role="chair"), Seat(self.secretary.data, "", role="secretary")]
        found += [Seat("", name, title, "member") for name, title in _members(self.members.data or "")]
        return found


class JuryForm(Form):
    jurors = SelectMultipleField(N_("Jurors"), validate_choice=False)

    def seats(self) -> list[Seat]:
        return [Seat(email, "") for email in self.jurors.data or []]


class EnterForm(Form):
    product_id = SelectField(N_("Product"), coerce=int)
    is_set = BooleanField(N_("This is a set of products"))
    set_case = SelectField(
        N_("What makes it a set"), choices=options({"": N_("Not a set"), **SET_CASES}), validate_choice=False
    )


class StatementForm(Form):
    version = HiddenField()
    statement = TextAreaField(
        N_("Description of the product for the jury"),
        description=N_(
            "What it is, how it is made, what is special about it. Do not name your facility or your brand: "
            "jurors judge without knowing whose it is."
        ),
    )  # fmt: skip


class DocumentForm(Form):
    kind = SelectField(N_("Kind of paper"), choices=options(DOCUMENT_KINDS))
    title = StringField(N_("Title or number"))
    files = MultipleFileField(
        N_("Files"), description=N_("Photos as JPEG, PNG or WebP; papers as PDF or photo.")
    )


class PhotoChoiceForm(Form):
    """Reuses pictures of the product page as photos of the dossier."""

    kind = HiddenField(default=dossier.PHOTO)


class ReasonForm(Form):
    reason = TextAreaField(N_("Reason"))
    version = HiddenField()


class ConflictForm(Form):
    """The facilities a juror is close to; filled with choices by the view."""

    reason = TextAreaField(N_("What connects you with them"))
    confirm = BooleanField(
        N_("I have declared every facility I am close to."),
        [InputRequired(N_("Please confirm your declaration."))],
    )


LONGEST_REVISION = 9


class SheetForm(Form):
    """Score fields are added by `sheet_form`, one a criterion."""

    client_id = HiddenField()
    revision = HiddenField()
    comment = TextAreaField(N_("Remark"))

    def base(self) -> int | None:
        """The revision that was on the sheet when the page was drawn; None where the page did not say."""
        text = self.revision.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_REVISION else None

    def scores(self, codes: list[str]) -> dict[str, str]:
        """What was typed, with the comma of Vietnamese decimals turned into a point."""
        return {code: (self._fields[f"score_{code}"].data or "").replace(",", ".") for code in codes}


def sheet_form(rows: list[tuple[str, str, str]], **values: Any) -> SheetForm:
    """A sheet's form. rows: (criterion code, label, maximum)."""
    fields = {
        f"score_{code}": StringField(label, render_kw={"inputmode": "decimal"}) for code, label, _max in rows
    }
    form: SheetForm = type("SheetFormOfRound", (SheetForm,), fields)(**values)
    return form


class VerdictForm(Form):
    recognised = RadioField(
        N_("Decision of the council"), choices=options({"yes": N_("Recognise"), "no": N_("Do not recognise")}),
        validators=[InputRequired(N_("Choose one."))],
    )  # fmt: skip
    reason = TextAreaField(N_("Reason (needed where the decision departs from the score)"))
    votes_for = IntegerField(
        N_("Votes in favour"),
        [Optional(), NumberRange(0, 99)],
        description=N_("Where the council voted: both numbers. Leave both empty otherwise."),
    )
    votes_against = IntegerField(N_("Votes against"), [Optional(), NumberRange(0, 99)])


class DecisionEntryForm(Form):
    number = StringField(
        N_("Number of the decision"),
        [InputRequired(FILL_IN)],
        description=N_("As on the paper, for example 44/QĐ-SCT."),
    )
    signed_on = DateField(N_("Signed on"), [InputRequired(FILL_IN)])
    authority = StringField(N_("Issuing authority"), [InputRequired(FILL_IN)])
    signer = StringField(N_("Signed by"), [InputRequired(FILL_IN)])
    signer_title = StringField(N_("Office of the signer"))
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
