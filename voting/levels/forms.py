"""The form of a level's settings."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from app.web.fields import FILL_IN
from app.web.forms import Form
from app.web.i18n import N_
from voting.levels.defaults import LevelRules


class LevelForm(Form):
    is_procedure = BooleanField(N_("A round of this level is an administrative procedure"))
    authority = StringField(
        N_("Recognising authority"),
        [InputRequired(FILL_IN)],
        description=N_("{area} is replaced by the name of the commune or province."),
    )
    signer_title = StringField(N_("Position of the signer"), [InputRequired(FILL_IN)])
    sign = StringField(N_("Abbreviation in the number of a decision, after QĐ-"), [InputRequired(FILL_IN)])

    def rules(self) -> LevelRules:
        """The settings as typed."""
        return LevelRules(
            bool(self.is_procedure.data), self.authority.data, self.signer_title.data, self.sign.data
        )
