"""The forms of accounts."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

from app.accounts.addresses import LIMIT
from app.web.forms import Form
from app.web.i18n import N_

REQUIRED = N_("Fill in this field.")


class EmailField(StringField):  # type: ignore[misc]  # WTForms carries no types
    limit = LIMIT


class LoginForm(Form):
    email = EmailField(N_("E-mail address"), [DataRequired(REQUIRED)])
    password = PasswordField(N_("Password"), [DataRequired(REQUIRED)])
