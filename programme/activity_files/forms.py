"""Forms of the papers and pictures of an activity."""

from wtforms import BooleanField, MultipleFileField, StringField
from wtforms.validators import Length

from app.web.fields import TOO_LONG
from app.web.forms import Form
from app.web.i18n import N_
from programme.models import ActivityFile

LONGEST = 200


class FilesForm(Form):
    files = MultipleFileField(
        N_("Files"), description=N_("Photos as JPEG, PNG, WebP or HEIC; papers as PDF or photo.")
    )
    text_vi = StringField(N_("What it is or shows"), [Length(max=LONGEST, message=TOO_LONG)])


class DescriptionForm(Form):
    text_vi = StringField(N_("What it is or shows"), [Length(max=LONGEST, message=TOO_LONG)])
    text_en = StringField(N_("What it is or shows, in English"), [Length(max=LONGEST, message=TOO_LONG)])
    is_public = BooleanField(
        N_("Anyone may see this picture"),
        description=N_("Only where the people on it agree. It then stands on the page of the programme."),
    )

    def show(self, row: ActivityFile) -> None:
        for name in ("text_vi", "text_en", "is_public"):
            self[name].data = getattr(row, name)
