"""Forms for who edits a programme: its file, the amendment of a target."""

from wtforms import BooleanField, DateField, FileField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.web.fields import FILL_IN, IntegerField
from app.web.forms import Form
from app.web.i18n import N_
from programme.models import TargetVersion
from programme.targets.services import Amendment

HIGHEST = 1_000_000_000


class ProgrammeFileForm(Form):
    file = FileField(N_("File of the programme (JSON, XLSX, ODS or CSV)"))


class AmendmentForm(Form):
    from_day = DateField(N_("In force from"), [InputRequired(FILL_IN)])
    decision = StringField(N_("Decision that amends it"), [InputRequired(FILL_IN)])
    wording_vi = StringField(N_("Wording"), [InputRequired(FILL_IN)])
    wording_en = StringField(N_("Wording in English"))
    number = IntegerField(
        N_("Number asked for"),
        [Optional(), NumberRange(1, HIGHEST)],
        description=N_("Empty if the text gives none."),
    )
    is_approximate = BooleanField(N_("The text says “about”"))
    reason = TextAreaField(N_("Reason"))

    def show(self, version: TargetVersion) -> None:
        """What is in force now."""
        for name in ("wording_vi", "wording_en", "number", "is_approximate"):
            self[name].data = getattr(version, name)

    def amendment(self) -> Amendment:
        return Amendment(
            from_day=self.from_day.data, decision=self.decision.data or "", reason=self.reason.data or "",
            wording_vi=self.wording_vi.data or "", wording_en=self.wording_en.data or "", number=self.number.data,
            is_approximate=bool(self.is_approximate.data),
        )  # fmt: skip
