"""The form of a scheme."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from app.web.fields import IntegerField
from app.web.i18n import N_, current_locale, translate
from catalog.forms import REQUIRED, ShortText, VersionedForm, _choices, _typed
from catalog.labels import CERTIFICATE_KINDS
from catalog.schemes.rules import Scheme, write_issuers
from catalog.schemes.services import SchemeData


class SchemeForm(VersionedForm):
    kind = SelectField(N_("Kind of certificate"), [DataRequired(REQUIRED)])
    name_vi = StringField(N_("Name, in Vietnamese"))
    name_en = StringField(N_("Name, in English"))
    issuers = ShortText(N_("Who issues it"))
    months = IntegerField(N_("Usually valid for, in months"), [Optional()])
    source = ShortText(N_("Where this is said"))
    is_offered = BooleanField(N_("Facilities can choose it"), default=True)

    def __init__(self, scheme: Scheme | None = None, version: int = 0) -> None:
        shown: dict[str, Any] = {"version": str(version)}
        if scheme is not None:
            names = ("kind", "name_vi", "name_en", "months", "source", "is_offered")
            shown |= {name: getattr(scheme, name) for name in names}
            shown["issuers"] = write_issuers(scheme.issuers, current_locale())
        super().__init__(data=shown)
        self.kind.choices = [("", translate(N_("Choose"))), *_choices(CERTIFICATE_KINDS)]
        if scheme is not None:
            del self.kind

    def scheme_data(self, kind: str = "") -> SchemeData:
        """kind: of a scheme that is there already."""
        return SchemeData(
            **_typed(self, ("name_vi", "name_en", "issuers", "source")),
            kind=kind or self.kind.data,
            months=self.months.data,
            is_offered=bool(self.is_offered.data),
        )
