"""The forms of the back office."""

from typing import Any

from flask import request
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from app.accounts.forms import REQUIRED, EmailField
from app.accounts.labels import REGIONS, ROLES
from app.accounts.services.members import Scope
from app.core.actor import Role
from app.core.errors import RuleBroken
from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog.models import Facility
from catalog.queries.units import list_units


class RoleForm(Form):
    """A role and what it is for; the fields that a role has no use for are ignored."""

    role = SelectField(N_("Role"), [DataRequired(REQUIRED)])
    unit = SelectField(N_("Province or city (officer of a province)"), [Optional()])
    region = SelectField(N_("Region (officer of a region)"), [Optional()])
    facility = StringField(N_("Facility (member of a facility): the last part of its address on this site"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", "—")
        self.role.choices = [nothing, *((role.value, translate(text)) for role, text in ROLES.items())]
        self.unit.choices = [nothing, *((str(unit.id), unit.name_vi) for unit in list_units())]
        self.region.choices = [nothing, *((key, translate(text)) for key, text in REGIONS.items())]

    def scope(self, facility: Facility | None) -> Scope:
        """What was chosen. Raises RuleBroken("role_scope") where the role's place is missing."""
        role = Role(self.role.data)
        if role is Role.FACILITY and facility is None:
            raise RuleBroken("role_scope", "facility")
        if role is Role.OFFICER_PROVINCE and not self.unit.data:
            raise RuleBroken("role_scope", "unit")
        return Scope(
            role,
            unit_id=int(self.unit.data) if self.unit.data else None,
            facility_id=facility.id if facility else None,
            region=self.region.data or "",
        ).checked()


class InviteForm(RoleForm):
    email = EmailField(N_("E-mail address"), [DataRequired(REQUIRED)])


class AuditForm(Form):
    """A filter in the address: read with GET, no token."""

    class Meta(Form.Meta):
        csrf = False

    actor = StringField(N_("Who (name or e-mail address)"))
    act = StringField(N_("Act (beginning of its code)"))
    subject_kind = StringField(N_("On what (table)"))
    subject_id = StringField(N_("Its number"))
    since = DateField(N_("From day"), [Optional()])
    until = DateField(N_("To day"), [Optional()])

    @classmethod
    def asked(cls) -> "AuditForm":
        return cls(formdata=request.args)
