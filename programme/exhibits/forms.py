"""The fields that the forms of every place have."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from app.web.forms import require
from app.web.i18n import N_, current_locale, translate
from catalog.forms import REQUIRED, LongText, VersionedForm
from catalog.models import AdministrativeUnit
from programme.models import Artisan, CraftVillage, Fair, Showroom

TEXTS = (
    "name_vi",
    "name_en",
    "about_vi",
    "about_en",
    "commune",
    "address",
    "position",
    "phone",
    "website",
    "source",
)


class PlaceForm(VersionedForm):
    """name_vi and unit_id are named anew where a kind calls them otherwise."""

    name_vi = StringField(N_("Name, in Vietnamese"), [DataRequired(REQUIRED)])
    name_en = StringField(N_("Name, in English"))
    unit_id = SelectField(N_("Province or city"))
    commune = StringField(N_("Commune, ward or special zone"))
    address = StringField(N_("House number, street, hamlet"))
    position = StringField(
        N_("Latitude and longitude"),
        description=N_("As a map gives them, for directions: 10.9510, 106.8440."),
    )
    phone = StringField(N_("Telephone for visitors"))
    website = StringField(N_("Website"))
    about_vi = LongText(N_("Description, in Vietnamese"))
    about_en = LongText(N_("Description, in English"))
    source = StringField(N_("Source of these facts"))

    def __init__(
        self,
        row: Fair | Showroom | CraftVillage | Artisan | None,
        units: Sequence[AdministrativeUnit],
        *,
        without: str = "",
        more: dict[str, Any] | None = None,
    ) -> None:
        """units: that the officer serves; without: what to call a place of no province, where that may be."""
        shown: dict[str, Any] = dict(more or {})
        if row is not None:
            shown |= {name: getattr(row, name) for name in self.own_fields() if hasattr(row, name)}
            shown["version"] = str(row.version)
            shown["unit_id"] = str(row.unit_id or "")
        super().__init__(data=shown)
        first = [("", without or translate(N_("Choose")))]
        self.unit_id.choices = first + [(str(unit.id), unit.name_in(current_locale())) for unit in units]
        if not without:
            require(self.unit_id)

    @classmethod
    def own_fields(cls) -> tuple[str, ...]:
        """The names of fields that hold what a column of the same name holds."""
        return TEXTS

    def place_values(self) -> dict[str, Any]:
        """For PlaceData."""
        texts = {name: self[name].data or "" for name in TEXTS}
        return texts | {"unit_id": int(self.unit_id.data) if self.unit_id.data else None}


class ProductsForm(VersionedForm):
    """The products a place shows, a line each."""

    products = TextAreaField(
        N_("Products shown"),
        description=N_("One a line: the address of its page, its GTIN, or its name."),
    )

    def lines(self) -> list[str]:
        return (self.products.data or "").splitlines()
