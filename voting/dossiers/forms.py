"""Forms of a facility’s dossier."""

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from app.web.fields import TOO_LONG, RowField, options
from app.web.forms import Form
from app.web.i18n import N_
from voting.dossiers.labels import DOCUMENT_KINDS
from voting.product_sets.labels import SET_CASES

LONGEST_NAME, LONGEST_ITEMS = 200, 4000


class EnterForm(Form):
    product_id = RowField(N_("Product"))
    is_set = BooleanField(N_("This is a set of products"))
    set_case = SelectField(
        N_("What makes it a set"), choices=options({"": N_("Not a set"), **SET_CASES}), validate_choice=False
    )
    set_name = StringField(N_("Name of the set"), [Length(max=LONGEST_NAME, message=TOO_LONG)])
    set_items = TextAreaField(
        N_("Products of the set"),
        [Length(max=LONGEST_ITEMS, message=TOO_LONG)],
        description=N_("One per line, at least two."),
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
        N_("Files"), description=N_("Photos as JPEG, PNG, WebP or HEIC; papers as PDF or photo.")
    )
