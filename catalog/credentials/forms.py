"""Forms of trademarks and certificates."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    StringField,
)
from wtforms.fields import FileField
from wtforms.validators import DataRequired, Optional

from app.web.i18n import N_, translate
from catalog import labels
from catalog.credentials.nice import EDITIONS
from catalog.credentials.services import CertificateData, TrademarkData
from catalog.credentials.uploads import keep_logo
from catalog.forms import REQUIRED, Checkboxes, VersionedForm, _choices, _typed
from catalog.models import Certificate, Facility, Trademark
from catalog.schemes.labels import scheme_name
from catalog.schemes.queries import list_schemes
from catalog.schemes.rules import Scheme


class TrademarkForm(VersionedForm):
    name = StringField(N_("The mark in words"), [DataRequired(REQUIRED)])
    kind = SelectField(N_("Kind of mark"), [DataRequired(REQUIRED)])
    state = SelectField(N_("Status of the application"), [DataRequired(REQUIRED)])
    application_number = StringField(N_("Application number"))
    application_date = DateField(N_("Day of application"), [Optional()])
    registration_number = StringField(N_("Registration number"))
    registration_date = DateField(N_("Day of registration"), [Optional()])
    valid_until = DateField(N_("Protected until"), [Optional()])
    holder = StringField(N_("Holder"))
    nice_classes = StringField(N_("Nice classes"))
    nice_edition = SelectField(N_("Edition of the Nice classification"), default="")
    logo = FileField(N_("Picture of the mark"))
    drop_logo = BooleanField(N_("Remove the picture"))
    scan = FileField(N_("Scan (PDF or picture)"))

    def __init__(self, mark: Trademark | None = None) -> None:
        names = [name for name in TrademarkData.__dataclass_fields__ if name != "nice_classes"]
        shown: dict[str, Any] = {}
        if mark is not None:
            shown = {name: getattr(mark, name) for name in names}
            shown |= {"nice_classes": ", ".join(map(str, mark.nice_classes)), "version": str(mark.version)}
        super().__init__(data=shown)
        nothing = ("", translate(N_("Choose")))
        self.kind.choices = [nothing, *_choices(labels.TRADEMARK_KINDS)]
        self.state.choices = [nothing, *_choices(labels.TRADEMARK_STATES)]
        by_date = ("", translate(N_("By the day of application")))
        self.nice_edition.choices = [by_date, *((name, name) for _begin, name in reversed(EDITIONS))]

    def logo_files(self) -> dict[str, Any] | None:
        """A picture that was chosen, stored; {} where it goes, None where it stays as it is."""
        return keep_logo(self.logo.data) or ({} if self.drop_logo.data else None)

    def trademark_data(self) -> TrademarkData:
        dates = ("application_date", "registration_date", "valid_until")
        texts = [name for name in TrademarkData.__dataclass_fields__ if name not in dates]
        values: dict[str, Any] = {name: self[name].data for name in dates}
        return TrademarkData(**values | _typed(self, texts))


class CertificateForm(VersionedForm):
    kind = SelectField(N_("Kind of certificate"), [DataRequired(REQUIRED)])
    title = StringField(N_("Name of the certificate"))
    number = StringField(N_("Number"), [DataRequired(REQUIRED)])
    issuer = StringField(N_("Issued by"), [DataRequired(REQUIRED)])
    issued_on = DateField(N_("Issued on"), [DataRequired(REQUIRED)])
    valid_until = DateField(N_("Valid until"), [Optional()])
    stars = SelectField(N_("Stars (OCOP)"), default="")
    product_ids = Checkboxes(N_("For which products"))
    scan = FileField(N_("Scan (PDF or picture)"))

    def __init__(
        self, facility: Facility, paper: Certificate | None = None, renewed: Certificate | None = None
    ) -> None:
        """renewed: the paper that a new one takes the place of; what stays the same is filled in."""
        shown = _shown(facility, paper, renewed)
        super().__init__(data=shown)
        schemes = list_schemes()
        self.kind.choices = [
            ("", translate(N_("Choose"))),
            *_kinds(schemes, shown.get("kind", "")),
        ]
        self.issuers = list(dict.fromkeys(issuer.name for scheme in schemes for issuer in scheme.issuers))
        """Bodies of the list that issue certificates, each once, for suggestions."""
        self.stars.choices = [
            ("", translate(N_("Not an OCOP certificate"))),
            ("3", "3"),
            ("4", "4"),
            ("5", "5"),
        ]
        self.product_ids.choices = [(str(product.id), product.name_vi) for product in facility.products]

    def certificate_data(self, replaces_id: int | None = None) -> CertificateData:
        """replaces_id: the paper that this one renews."""
        return CertificateData(
            **_typed(self, ("kind", "title", "number", "issuer")),
            issued_on=self.issued_on.data,
            valid_until=self.valid_until.data,
            stars=int(self.stars.data) if self.stars.data else None,
            replaces_id=replaces_id,
            product_ids=tuple(int(key) for key in self.product_ids.data or ()),
        )


def _shown(facility: Facility, paper: Certificate | None, renewed: Certificate | None) -> dict[str, Any]:
    """What the form of a certificate begins with."""
    known = paper or renewed
    if known is None:
        return {}
    shown: dict[str, Any] = {name: getattr(known, name) for name in ("title", "issuer")}
    shown |= {
        "kind": known.scheme or known.kind,
        "stars": str(known.stars or ""),
        "product_ids": [str(product.id) for product in facility.products if known in product.certificates],
    }
    if paper is not None:
        shown |= {name: getattr(paper, name) for name in ("number", "issued_on", "valid_until")}
        shown["version"] = str(paper.version)
    return shown


def _kinds(schemes: list[Scheme], chosen: str) -> list[tuple[str, str]]:
    """What a certificate can be; what is no longer offered stays where it was chosen before."""
    shown = [scheme for scheme in schemes if scheme.is_offered or scheme.code == chosen]
    return [(scheme.code, scheme_name(scheme)) for scheme in shown]


def paper_name(paper: Certificate) -> str:
    """Kind or title with the number: "OCOP 12/QĐ-UBND"."""
    kind = translate(labels.CERTIFICATE_KINDS.get(paper.kind, paper.kind))  # type: ignore[call-overload]
    return f"{paper.title or kind} {paper.number}"
