"""The form in which a facility gives its registration paper."""

from flask_wtf.file import FileField

from app.web.forms import Form
from app.web.i18n import N_


class RegistrationForm(Form):
    scan = FileField(N_("Scan or photo of the registration paper"))
