"""The forms of accounts."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.accounts.addresses import LIMIT
from app.web.forms import Form
from app.web.i18n import N_

REQUIRED = N_("Fill in this field.")


class EmailField(StringField):  # type: ignore[misc]  # WTForms carries no types
    limit = LIMIT


class NameField(StringField):  # type: ignore[misc]  # as above
    limit = 120


class LoginForm(Form):
    email = EmailField(N_("E-mail address"), [DataRequired(REQUIRED)])
    password = PasswordField(N_("Password"), [InputRequired(REQUIRED)])


class RegisterForm(Form):
    """name may be left out: a program that registers sends the two fields of the contract."""

    name = NameField(N_("Your name"))
    email = EmailField(N_("E-mail address"), [DataRequired(REQUIRED)])
    password = PasswordField(N_("Password"), [InputRequired(REQUIRED)])


class EmailForm(Form):
    email = EmailField(N_("E-mail address"), [DataRequired(REQUIRED)])


class PasswordForm(Form):
    password = PasswordField(N_("Password"), [InputRequired(REQUIRED)])


class NewPasswordForm(Form):
    password = PasswordField(N_("New password"), [InputRequired(REQUIRED)])


class ChangePasswordForm(Form):
    present_password = PasswordField(N_("Current password"), [InputRequired(REQUIRED)])
    password = PasswordField(N_("New password"), [InputRequired(REQUIRED)])


class InvitationForm(Form):
    name = NameField(N_("Your name"), [DataRequired(REQUIRED)])
    password = PasswordField(N_("Password"), [InputRequired(REQUIRED)])


class CodeForm(Form):
    code = StringField(N_("Code"), [DataRequired(REQUIRED)])


class ConfirmForm(Form):
    """Either one is enough."""

    password = PasswordField(N_("Password"))
    code = StringField(N_("Code of your authenticator app"))


class TokenForm(Form):
    name = NameField(N_("What is the token for?"), [DataRequired(REQUIRED)])
