"""The forms of a round for titles."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from app.core.actor import Actor, Role
from app.web.fields import FILL_IN, DayField, IntegerField, WholeField, options
from app.web.i18n import N_, current_locale, translate
from catalog.enums import Level
from catalog.forms import VersionedForm
from catalog.models import AdministrativeUnit
from programme.artisans.labels import TITLES
from programme.artisans.titles import Title
from programme.models import TitleRound
from programme.title_rounds.labels import BASES, ENDS_IN, ROUND_LEVELS
from programme.title_rounds.publication import DecisionData
from programme.title_rounds.rules import Base
from programme.title_rounds.services import CouncilData, RoundData

PLAIN = (
    "name_vi", "name_en", "level", "year", "title", "notice", "notice_on", "last_day", "basis", "base",
)  # fmt: skip
NUMBERS = ("percent", "asks_years", "asks_taught")


class RoundForm(VersionedForm):
    name_vi = StringField(
        N_("Name, in Vietnamese"),
        [InputRequired(FILL_IN)],
        description=N_("As: Xét tặng danh hiệu Nghệ nhân cấp tỉnh năm 2026."),
    )
    name_en = StringField(N_("Name, in English"))
    level = SelectField(N_("Level of the round"))
    unit_id = SelectField(N_("Province or city"))
    year = IntegerField(N_("Year"), [InputRequired(FILL_IN)])
    title = SelectField(N_("Honorary title"), choices=options(TITLES))
    ends_in = RadioField(N_("What it ends in"), [InputRequired(FILL_IN)], choices=options(ENDS_IN))
    notice = StringField(
        N_("Notice of the round"), [InputRequired(FILL_IN)], description=N_("Its number and who gave it.")
    )
    notice_on = DayField(N_("Day of the notice"), [InputRequired(FILL_IN)])
    last_day = DayField(N_("Last day for candidates"), [InputRequired(FILL_IN)])
    basis = StringField(
        N_("Rules that it follows"), description=N_("As the notice names them; what is below is set by them.")
    )
    percent = WholeField(
        N_("Share of the votes that is needed, in per cent"),
        description=N_("Empty: the council says so itself."),
    )
    base = RadioField(N_("Share of whom"), choices=options(BASES), default=str(Base.MEMBERS))
    asks_years = WholeField(N_("Years in the craft that the notice asks for"), description=N_("Empty: none."))
    asks_taught = WholeField(N_("People taught that the notice asks for"), description=N_("Empty: none."))

    def offer(self, actor: Actor, units: Sequence[AdministrativeUnit]) -> None:
        """The levels that the person keeps, and the provinces of today that they serve."""
        is_nation = actor.has(Role.OFFICER_NATIONAL)
        self.level.choices = [
            (value, translate(text))
            for value, text in ROUND_LEVELS.items()
            if is_nation or value == Level.PROVINCE
        ]
        none = [("", translate("The ministry: no province"))] if is_nation else []
        self.unit_id.choices = none + [(str(unit.id), unit.name_in(current_locale())) for unit in units]

    def show(self, row: TitleRound) -> None:
        for name in PLAIN:
            self[name].data = getattr(row, name)
        for name in NUMBERS:
            number = getattr(row, name)
            self[name].data = "" if number is None else str(number)
        self.unit_id.data = str(row.unit_id or "")
        self.ends_in.data = "gives" if row.gives else "proposes"
        self.version.data = str(row.version)

    def typed(self, units: Sequence[AdministrativeUnit]) -> RoundData:
        level = Level(self.level.data)
        unit = next((unit for unit in units if str(unit.id) == self.unit_id.data), None)
        values: dict[str, Any] = {name: self[name].whole for name in NUMBERS}
        return RoundData(
            **values, name_vi=self.name_vi.data or "", name_en=self.name_en.data or "", level=level,
            unit=unit if level == Level.PROVINCE else None, year=self.year.data, title=Title(self.title.data),
            gives=self.ends_in.data == "gives", notice=self.notice.data or "", notice_on=self.notice_on.data,
            last_day=self.last_day.data, basis=self.basis.data or "", base=Base(self.base.data or Base.MEMBERS),
        )  # fmt: skip


class CouncilForm(VersionedForm):
    council = StringField(
        N_("Decision that sets up the council"),
        [InputRequired(FILL_IN)],
        description=N_("As: 12/QĐ-SCT of 5/3/2026."),
    )
    met_on = DayField(N_("Day of the meeting"), [InputRequired(FILL_IN)])
    members = IntegerField(N_("Members of the council"), [InputRequired(FILL_IN)])

    def show(self, row: TitleRound) -> None:
        self.council.data, self.met_on.data = row.council, row.met_on
        self.members.data, self.version.data = row.members, str(row.version)

    def typed(self) -> CouncilData:
        return CouncilData(self.council.data or "", self.met_on.data, self.members.data)


class DecisionForm(VersionedForm):
    decision_number = StringField(N_("Number of the decision"), [InputRequired(FILL_IN)])
    decision_on = DayField(N_("Date of the decision"), [InputRequired(FILL_IN)])
    issuer = StringField(N_("Who decided"), [InputRequired(FILL_IN)])

    def show(self, row: TitleRound) -> None:
        self.decision_number.data, self.decision_on.data = row.decision_number, row.decision_on
        self.issuer.data, self.version.data = row.issuer, str(row.version)

    def typed(self) -> DecisionData:
        return DecisionData(self.decision_number.data or "", self.decision_on.data, self.issuer.data or "")
