"""Forms of lists to and from bodies outside this site."""

from wtforms import DateField, FileField, StringField
from wtforms.validators import InputRequired, Length

from app.web.fields import FILL_IN, TOO_LONG, CheckboxesField
from app.web.forms import Form
from app.web.i18n import N_
from voting.outside_lists.services import ListData

LONGEST = 200


class ListForm(Form):
    body = StringField(
        N_("Body above that gets the list"), [InputRequired(FILL_IN), Length(max=LONGEST, message=TOO_LONG)]
    )
    number = StringField(
        N_("Number of the covering letter"), [InputRequired(FILL_IN), Length(max=LONGEST, message=TOO_LONG)]
    )
    dated = DateField(N_("Date of the covering letter"), [InputRequired(FILL_IN)])
    entries = CheckboxesField(N_("Entries to send up"), coerce=int, validate_choice=False)

    def data_of_list(self) -> ListData:
        """The list as filled in."""
        return ListData(self.body.data, self.number.data, self.dated.data, self.entries.data or [])


class TakeInForm(Form):
    file = FileField(N_("Signed list (JSON)"))
