"""Forms of a product and its pictures."""

from typing import Any

from wtforms import (
    BooleanField,
    MultipleFileField,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired

from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog import labels
from catalog.credentials.forms import paper_name
from catalog.forms import REQUIRED, Checkboxes, LongText, ShortText, VersionedForm, _choices, _typed
from catalog.models import Facility, Product, ProductDraft
from catalog.products.services import ProductData


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

    def __init__(
        self, facility: Facility, product: Product | None = None, draft: ProductDraft | None = None
    ) -> None:
        """draft: what the person typed before; it stands in the place of the listing."""
        shown = _product_values(product) if product is not None else {}
        if draft is not None:
            shown |= draft.fields | ({"version": str(draft.version)} if product is not None else {})
        super().__init__(data=shown or None)
        self.group.choices = [("", translate(N_("Choose"))), *_choices(labels.PRODUCT_GROUPS)]
        marks = [(str(mark.id), mark.name) for mark in facility.trademarks]
        self.trademark_id.choices = [("", translate(N_("No trademark"))), *marks]
        self.certificate_ids.choices = [(str(paper.id), paper_name(paper)) for paper in facility.certificates]

    def draft_fields(self) -> dict[str, Any]:
        """What is typed, as it stands."""
        return _typed(self, (*_PRODUCT_TEXTS, "trademark_id")) | {
            "is_set": bool(self.is_set.data),
            "certificate_ids": list(self.certificate_ids.data or ()),
        }

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
    pictures = MultipleFileField(N_("Pictures (JPEG, PNG, WebP or HEIC, up to 15 MB each)"))
    alt_vi = StringField(N_("What they show, in Vietnamese"))
    alt_en = StringField(N_("What they show, in English"))


class PictureTextForm(Form):
    alt_vi = StringField(N_("What it shows, in Vietnamese"))
    alt_en = StringField(N_("What it shows, in English"))
