"""The forms of an artisan."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.web.fields import options
from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog.forms import REQUIRED
from catalog.models import AdministrativeUnit
from programme.artisans.labels import TITLES
from programme.artisans.services import ArtisanData, TitleData
from programme.artisans.titles import Title
from programme.exhibits.forms import TEXTS, PlaceForm
from programme.models import Artisan, CraftVillage


class ArtisanForm(PlaceForm):
    name_vi = StringField(N_("Name of the artisan"), [DataRequired(REQUIRED)])
    craft = StringField(
        N_("Craft"), [DataRequired(REQUIRED)], description=N_("As: pottery, weaving of bamboo.")
    )
    village_id = SelectField(N_("Craft village"))
    facility = StringField(
        N_("Facility they work at"), description=N_("Its tax code, the address of its page, or its name.")
    )

    def __init__(
        self, row: Artisan | None, units: Sequence[AdministrativeUnit], villages: Sequence[CraftVillage]
    ) -> None:
        more: dict[str, Any] = {}
        if row is not None:
            more = {
                "village_id": str(row.village_id or ""),
                "facility": row.facility.slug if row.facility else "",
            }
        super().__init__(row, units, more=more)
        none = ("", translate(N_("In no craft village")))
        self.village_id.choices = [none, *((str(one.id), one.name_vi) for one in villages)]

    @classmethod
    def own_fields(cls) -> tuple[str, ...]:
        return (*TEXTS, "craft")

    def data_of_artisan(self) -> ArtisanData:
        village = int(self.village_id.data) if self.village_id.data else None
        return ArtisanData(
            **self.place_values(),
            craft=self.craft.data or "",
            village_id=village,
            facility=self.facility.data or "",
        )


class TitleForm(Form):
    title = SelectField(N_("Honorary title"), choices=options(TITLES))
    decision_number = StringField(N_("Number of the decision"), [DataRequired(REQUIRED)])
    decision_date = DateField(N_("Date of the decision"), [InputRequired(REQUIRED)])
    issuer = StringField(N_("Who gave it"), [DataRequired(REQUIRED)])

    def data_of_title(self) -> TitleData:
        return TitleData(
            title=Title(self.title.data), decision_number=self.decision_number.data or "",
            decision_date=self.decision_date.data, issuer=self.issuer.data or "",
        )  # fmt: skip


class ConsentForm(Form):
    consent_on = DateField(N_("Signed on"), [InputRequired(REQUIRED)])
    consent_paper = StringField(
        N_("Where the signed agreement is kept"),
        [DataRequired(REQUIRED)],
        description=N_("As: file 12/2026 of the department, sheet 3."),
    )
