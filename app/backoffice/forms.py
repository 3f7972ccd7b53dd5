"""The forms of the back office."""

from collections.abc import Callable
from typing import Any

from flask import request
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Optional, ValidationError

from app.accounts.addresses import checked_email
from app.accounts.forms import REQUIRED, EmailField
from app.accounts.labels import REGIONS, ROLES
from app.accounts.services.members import Scope
from app.backoffice.act_words import act_text, subject_text
from app.backoffice.queries import list_audit_words
from app.core.actor import Role
from app.core.errors import RuleBroken
from app.core.text import sort_key
from app.web.fields import DayField
from app.web.forms import Form
from app.web.i18n import N_, current_locale, translate
from app.web.messages import message_for
from catalog.models import Facility
from catalog.units.communes import commune_key_of
from catalog.units.queries import list_units


class RoleForm(Form):
    """A role and its scope; fields that the role does not use are ignored."""

    role = SelectField(N_("Role"), [DataRequired(REQUIRED)])
    unit = SelectField(N_("Province or city (officer of a province, editor of a centre)"), [Optional()])
    commune = StringField(
        N_("Commune, ward or special zone of that province (officer of a commune)"),
        description=N_("Choose its province above, then write its name."),
    )
    region = SelectField(N_("Region (officer of a region)"), [Optional()])
    facility = StringField(N_("Facility (member of a facility): the last part of its address on this site"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", "—")
        self.role.choices = [nothing, *((role.value, translate(text)) for role, text in ROLES.items())]
        self.unit.choices = [
            nothing,
            *((str(unit.id), unit.name_in(current_locale())) for unit in list_units()),
        ]
        self.region.choices = [nothing, *((key, translate(text)) for key, text in REGIONS.items())]

    def scope(self, facility: Facility | None) -> Scope:
        """What was chosen. Raises RuleBroken("role_scope") where the role's place is missing."""
        role = Role(self.role.data)
        if role is Role.FACILITY and facility is None:
            raise RuleBroken("role_scope", "facility")
        if role in {Role.OFFICER_PROVINCE, Role.PROGRAMME_EDITOR} and not self.unit.data:
            raise RuleBroken("role_scope", "unit")
        commune = self._commune() if role is Role.OFFICER_COMMUNE else ""
        return Scope(
            role,
            unit_id=int(self.unit.data) if self.unit.data else None,
            facility_id=facility.id if facility else None,
            region=self.region.data or "",
            commune=commune,
        ).checked()

    def _commune(self) -> str:
        """The key of the commune by its province and its name. Raises RuleBroken naming the field."""
        if not self.unit.data:
            raise RuleBroken("role_scope", "unit")
        province = next(unit for unit in list_units() if str(unit.id) == self.unit.data)
        key = commune_key_of(self.commune.data or "", province.code)
        if not key:
            raise RuleBroken("commune_unknown", "commune")
        return key


class InviteForm(RoleForm):
    email = EmailField(N_("E-mail address"), [DataRequired(REQUIRED)])

    def validate_email(self, field: EmailField) -> None:
        try:
            checked_email(field.data or "")
        except RuleBroken as error:
            raise ValidationError(message_for(error)) from error


class AuditForm(Form):
    """A filter in the address: read with GET, no token."""

    class Meta(Form.Meta):
        csrf = False

    actor = StringField(N_("Who (name or e-mail address)"))
    act = SelectField(N_("Act"), validate_choice=False)
    subject_kind = SelectField(N_("On what"), validate_choice=False)
    subject_id = StringField(N_("Its number"))
    since = DayField(N_("From day"), [Optional()])
    until = DayField(N_("To day"), [Optional()])

    @classmethod
    def asked(cls) -> "AuditForm":
        form = cls(formdata=request.args)
        acts, kinds = list_audit_words()
        form.act.choices = _with_asked(form.act.data, acts, act_text)
        form.subject_kind.choices = _with_asked(form.subject_kind.data, kinds, subject_text)
        return form


def _with_asked(asked: str | None, codes: list[str], text: Callable[[str], str]) -> list[tuple[str, str]]:
    """The codes by their names; one from the address is included too, even if it is the prefix of others."""
    known = {code: text(code) for code in codes}
    if asked and asked not in known:
        known[asked] = asked
    return [("", translate(N_("All"))), *sorted(known.items(), key=lambda pair: sort_key(pair[1]))]
