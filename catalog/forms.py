"""The forms of the catalogue. Rules live in the use cases; here is only what a field holds."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import FileField
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.errors import Conflict, DomainError
from app.web.forms import Form
from app.web.i18n import N_, current_locale, translate
from catalog import labels
from catalog.consent import CONSENT_TEXTS, CONSENT_VERSION
from catalog.models import Certificate, Facility, Product, Trademark
from catalog.queries.units import list_units
from catalog.services.facilities import FacilityData
from catalog.services.papers import CertificateData, TrademarkData
from catalog.services.products import ProductData

REQUIRED = N_("Fill in this field.")
NOT_SHOWN = {403, 404}


class Checkboxes(SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LongText(TextAreaField):  # type: ignore[misc]  # as above
    limit = 5000


class ShortText(TextAreaField):  # type: ignore[misc]  # as above
    limit = 1000


class VersionedForm(Form):
    """A form on something two people may have open: `version` is what they saw."""

    version = HiddenField()

    def asked_version(self) -> int:
        """The version the page was drawn from. Raises Conflict("stale") where the field was tampered with."""
        text = self.version.data or ""
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004  # fits any database
            raise Conflict("stale")
        return int(text)

    def take(self, error: DomainError, version: int | None) -> None:
        """Show a refusal, keep what was typed, and let the next save build on the present version.

        What the person may not see or do at all is a page of its own.
        """
        if error.status in NOT_SHOWN and error.field is None:
            raise error
        self.refuse(error)
        if version is not None:
            self.version.data = str(version)


class FacilityForm(VersionedForm):
    name = StringField(N_("Name of the facility, as on its registration"), [DataRequired(REQUIRED)])
    kind = SelectField(N_("Kind of establishment"), [DataRequired(REQUIRED)])
    registration_number = StringField(
        N_("Tax code or business registration number"), [DataRequired(REQUIRED)]
    )
    unit_id = SelectField(N_("Province or city"), [DataRequired(REQUIRED)])
    commune = StringField(N_("Commune, ward or special zone"), [DataRequired(REQUIRED)])
    address = StringField(N_("House number, street, hamlet"), [DataRequired(REQUIRED)])
    contact_name = StringField(N_("Contact person"), [DataRequired(REQUIRED)])
    phone = StringField(N_("Telephone"), [DataRequired(REQUIRED)])
    email = StringField(N_("E-mail for customers"))
    website = StringField(N_("Website"))
    founded_year = IntegerField(N_("Founded in the year"), [Optional()])
    gln = StringField(N_("GS1 location number (GLN)"))
    about_vi = LongText(N_("About the facility, in Vietnamese"))
    about_en = LongText(N_("About the facility, in English"))
    consent = BooleanField(CONSENT_TEXTS[CONSENT_VERSION])

    def __init__(self, facility: Facility | None = None) -> None:
        shown = {name: getattr(facility, name) for name in _FACILITY_TEXTS} if facility is not None else {}
        if facility is not None:
            shown |= facility.proposed | {"version": str(facility.version)}
            shown["unit_id"] = str(shown["unit_id"])
        super().__init__(data=shown)
        nothing = ("", translate(N_("Choose")))
        self.kind.choices = [nothing, *_choices(labels.FACILITY_KINDS)]
        units = [(str(unit.id), unit.name_in(current_locale())) for unit in list_units()]
        if facility is not None and str(facility.unit_id) not in dict(units):
            units.append((str(facility.unit_id), facility.unit.name_in(current_locale())))
        self.unit_id.choices = [nothing, *units]

    def facility_data(self) -> FacilityData:
        values = _typed(self, _FACILITY_TEXTS) | {"founded_year": self.founded_year.data}
        return FacilityData(**values | {"unit_id": int(self.unit_id.data), "consent": self.consent.data})


_FACILITY_TEXTS = (
    "name", "kind", "registration_number", "unit_id", "commune", "address", "contact_name", "phone", "email",
    "website", "founded_year", "gln", "about_vi", "about_en",
)  # fmt: skip


class ProductForm(VersionedForm):
    name_vi = StringField(N_("Name, in Vietnamese"), [DataRequired(REQUIRED)])
    name_en = StringField(N_("Name, in English"))
    group = SelectField(N_("Product group"), [DataRequired(REQUIRED)])
    is_set = BooleanField(N_("This is a set of products"))
    description_vi = LongText(N_("Description, in Vietnamese"))
    description_en = LongText(N_("Description, in English"))
    materials = ShortText(N_("Made of"))
    dimensions = StringField(N_("Sizes"))
    net_content = StringField(N_("Net content"))
    shelf_life = StringField(N_("Shelf life"))
    standard = StringField(N_("Standards and regulations it follows"))
    safety_note = ShortText(N_("Safety warnings"))
    where_sold = ShortText(N_("Where it is sold"))
    gtin = StringField(N_("GTIN (the number of the bar code)"))
    trademark_id = SelectField(N_("Trademark"), default="")
    certificate_ids = Checkboxes(N_("Certificates"))

    def __init__(self, facility: Facility, product: Product | None = None) -> None:
        super().__init__(data=_product_values(product) if product is not None else None)
        self.group.choices = [("", translate(N_("Choose"))), *_choices(labels.PRODUCT_GROUPS)]
        marks = [(str(mark.id), mark.name) for mark in facility.trademarks]
        self.trademark_id.choices = [("", translate(N_("No trademark"))), *marks]
        self.certificate_ids.choices = [(str(paper.id), paper_name(paper)) for paper in facility.certificates]

    def product_data(self) -> ProductData:
        return ProductData(
            **_typed(self, _PRODUCT_TEXTS),
            is_set=self.is_set.data,
            trademark_id=int(self.trademark_id.data) if self.trademark_id.data else None,
            certificate_ids=tuple(int(key) for key in self.certificate_ids.data or ()),
        )


_PRODUCT_TEXTS = (
    "name_vi", "name_en", "group", "description_vi", "description_en", "materials", "dimensions",
    "net_content", "shelf_life", "standard", "safety_note", "where_sold", "gtin",
)  # fmt: skip


def _product_values(product: Product) -> dict[str, Any]:
    values = {name: getattr(product, name) for name in _PRODUCT_TEXTS}
    return (
        values
        | {
            "is_set": product.is_set,
            "trademark_id": str(product.trademark_id or ""),
            "certificate_ids": [str(paper.id) for paper in product.certificates],
            "version": str(product.version),
        }
        | product.proposed
    )


class PicturesForm(Form):
    pictures = MultipleFileField(N_("Pictures (JPEG, PNG or WebP, up to 15 MB each)"))
    alt_vi = StringField(N_("What they show, in Vietnamese"))
    alt_en = StringField(N_("What they show, in English"))


class PictureTextForm(Form):
    alt_vi = StringField(N_("What it shows, in Vietnamese"))
    alt_en = StringField(N_("What it shows, in English"))


class TrademarkForm(VersionedForm):
    name = StringField(N_("The mark in words"), [DataRequired(REQUIRED)])
    kind = SelectField(N_("Kind of mark"), [DataRequired(REQUIRED)])
    state = SelectField(N_("Where its file stands"), [DataRequired(REQUIRED)])
    application_number = StringField(N_("Application number"))
    application_date = DateField(N_("Day of application"), [Optional()])
    registration_number = StringField(N_("Registration number"))
    registration_date = DateField(N_("Day of registration"), [Optional()])
    valid_until = DateField(N_("Protected until"), [Optional()])
    holder = StringField(N_("Holder"))
    nice_classes = StringField(N_("Nice classes"))
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

    def trademark_data(self) -> TrademarkData:
        dates = ("application_date", "registration_date", "valid_until")
        texts = [name for name in TrademarkData.__dataclass_fields__ if name not in dates]
        values: dict[str, Any] = {name: self[name].data for name in dates}
        return TrademarkData(**values | _typed(self, texts))


class CertificateForm(VersionedForm):
    kind = SelectField(N_("Kind of certificate"), [DataRequired(REQUIRED)])
    title = StringField(N_("What the paper is called"))
    number = StringField(N_("Number"), [DataRequired(REQUIRED)])
    issuer = StringField(N_("Issued by"), [DataRequired(REQUIRED)])
    issued_on = DateField(N_("Issued on"), [DataRequired(REQUIRED)])
    valid_until = DateField(N_("Valid until"), [Optional()])
    stars = SelectField(N_("Stars (OCOP)"), default="")
    product_ids = Checkboxes(N_("For which products"))
    scan = FileField(N_("Scan (PDF or picture)"))

    def __init__(self, facility: Facility, paper: Certificate | None = None) -> None:
        names = [
            name for name in CertificateData.__dataclass_fields__ if name not in {"product_ids", "stars"}
        ]
        shown: dict[str, Any] = {}
        if paper is not None:
            shown = {name: getattr(paper, name) for name in names}
            carried = [str(product.id) for product in facility.products if paper in product.certificates]
            shown |= {"stars": str(paper.stars or ""), "product_ids": carried, "version": str(paper.version)}
        super().__init__(data=shown)
        self.kind.choices = [("", translate(N_("Choose"))), *_choices(labels.CERTIFICATE_KINDS)]
        self.stars.choices = [
            ("", translate(N_("Not an OCOP certificate"))),
            ("3", "3"),
            ("4", "4"),
            ("5", "5"),
        ]
        self.product_ids.choices = [(str(product.id), product.name_vi) for product in facility.products]

    def certificate_data(self) -> CertificateData:
        return CertificateData(
            **_typed(self, ("kind", "title", "number", "issuer")),
            issued_on=self.issued_on.data,
            valid_until=self.valid_until.data,
            stars=int(self.stars.data) if self.stars.data else None,
            product_ids=tuple(int(key) for key in self.product_ids.data or ()),
        )


class DecisionForm(VersionedForm):
    """An officer's act: which button, and why."""

    reasons = Checkboxes(N_("What needs correcting"))
    reason = ShortText(N_("In your words"))

    def __init__(self, known: dict[Any, str] | None = None, version: int | None = None) -> None:
        super().__init__(data={"version": str(version)} if version is not None else None)
        self.reasons.choices = _choices(known or {})


def paper_name(paper: Certificate) -> str:
    """Kind or title with the number: "OCOP 12/QĐ-UBND"."""
    kind = translate(labels.CERTIFICATE_KINDS.get(paper.kind, paper.kind))  # type: ignore[call-overload]
    return f"{paper.title or kind} {paper.number}"


def _typed(form: Form, names: Iterable[str]) -> dict[str, str]:
    """The texts of a form; a field that was not sent at all is empty."""
    return {name: form[name].data or "" for name in names}


def _choices(known: dict[Any, str]) -> list[tuple[str, str]]:
    return [(code.value, translate(text)) for code, text in known.items()]
