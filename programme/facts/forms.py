"""The form of a thing that counts."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from app.core.actor import Actor, Role
from app.core.clock import today
from app.core.database.base import db
from app.web.fields import FILL_IN, IntegerField
from app.web.forms import Form
from app.web.i18n import N_, current_locale, translate
from catalog.models import AdministrativeUnit
from catalog.units.communes import commune_title
from catalog.units.queries import order_of_choice
from programme.enums import Evidence
from programme.facts.areas import commune_in
from programme.facts.services import ENTERED, HIGHEST, FactData
from programme.models import Fact, Target

NOWHERE = "0"


class FactForm(Form):
    title = StringField(N_("What was done"), [InputRequired(FILL_IN)])
    number = IntegerField(N_("How many"), [InputRequired(FILL_IN), NumberRange(1, HIGHEST)])
    day = DateField(N_("Day on which it was done"), [InputRequired(FILL_IN)])
    unit = SelectField(N_("Province or city as it was then"))
    commune = StringField(
        N_("Commune, ward or special zone"),
        description=N_("Its name of today; empty where it was of the whole province."),
    )
    document = StringField(
        N_("Document that proves it"),
        description=N_("Number and day of the report or minutes. Without it, it counts for nothing."),
    )
    origin = StringField(
        N_("Where it was read"), description=N_("An address or a citation, if it was published.")
    )

    def offer(self, actor: Actor) -> None:
        """The provinces of today and those that went into them, as far as the person serves them."""
        query = db.session.query(AdministrativeUnit)
        if not actor.has(Role.OFFICER_NATIONAL):
            served = AdministrativeUnit.id.in_(actor.provinces) | AdministrativeUnit.successor_id.in_(
                actor.provinces
            )
            query = query.filter(served)
        units = sorted(query, key=order_of_choice)
        nation = (
            [SelectChoice(NOWHERE, translate("The whole country"))]
            if actor.has(Role.OFFICER_NATIONAL)
            else []
        )
        self.unit.choices = nation + [
            SelectChoice(
                str(unit.id),
                unit.name_in(current_locale()) + (f" (–{unit.valid_until.year})" if unit.valid_until else ""),
            )
            for unit in units
        ]

    def show(self, fact: Fact) -> None:
        for name in ("title", "number", "day", "document", "origin"):
            self[name].data = getattr(fact, name)
        self.unit.data = str(fact.unit_id or NOWHERE)
        self.commune.data = commune_title(fact.commune_key)

    def data_for(self, target: Target) -> FactData:
        """As typed, in the measure of the target. Raises RuleBroken."""
        key = int(self.unit.data or NOWHERE)
        unit = db.session.get(AdministrativeUnit, key) if key else None
        document = self.document.data or ""
        return FactData(
            kind=str(target.counts[0]) if target.counts else ENTERED, key="", title=self.title.data or "",
            measure=target.measure.code, number=self.number.data, day=self.day.data or today(),
            unit=unit, commune=commune_in(self.commune.data or "", unit), document=document,
            origin=self.origin.data or "", evidence=Evidence.DOCUMENT if document else Evidence.DECLARED,
        )  # fmt: skip


class CorrectionForm(FactForm):
    reason = TextAreaField(N_("Reason of the correction"))
