"""Forms of the office: how papers are headed and signed, and a paper's number."""

from wtforms import DateField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.web.fields import FILL_IN, TOO_LONG, IntegerField, options
from app.web.forms import Form
from app.web.i18n import N_
from voting.official_papers.labels import NUMBERING
from voting.official_papers.services import HIGHEST, OfficeData

LONGEST = 200
SHORT = [Length(max=LONGEST, message=TOO_LONG)]


class OfficeForm(Form):
    council = StringField(N_("Name of the council"), [InputRequired(FILL_IN), *SHORT])
    council_sign = StringField(
        N_("Abbreviation of the council"),
        [InputRequired(FILL_IN), *SHORT],
        description=N_("As in 05/BB-HĐBC."),
    )
    body_sign = StringField(
        N_("Abbreviation of the organising authority"), [InputRequired(FILL_IN), *SHORT],
        description=N_("As in 12/KH-UBND."),
    )  # fmt: skip
    parent = StringField(N_("Body above the organising authority"), SHORT)
    place = StringField(N_("Place name on papers"), SHORT)
    drafter = StringField(N_("Mark of the drafting unit"), SHORT, description=N_("Comes after “Lưu: VT”."))
    signer_power = StringField(
        N_("Line of power"),
        SHORT,
        description=N_("TM., KT., TL., TUQ. or Q. with what follows, where one is needed."),
    )
    signer_post = StringField(N_("Position of the signer"), SHORT)
    signer_name = StringField(
        N_("Signed by"), SHORT, description=N_("Name alone: papers show no title, rank or honour before it.")
    )
    numbering = RadioField(N_("Series of numbers"), choices=options(NUMBERING))

    def office(self) -> OfficeData:
        """As typed."""
        return OfficeData(**{name: self[name].data or "" for name in OfficeData.__dataclass_fields__})


class NumberForm(Form):
    kind = HiddenField()
    number = IntegerField(
        N_("Number"), [Optional(), NumberRange(1, HIGHEST)],
        description=N_("Left empty: the next one of the series."),
    )  # fmt: skip
    signed_on = DateField(N_("Signed on"), [InputRequired(FILL_IN)])
