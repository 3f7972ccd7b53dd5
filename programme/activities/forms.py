"""The form of one activity. What is typed is read as the cells of a row, so that all ways of entry are judged alike."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.core.actor import Actor, Role
from app.core.database.base import db
from app.web.fields import FILL_IN
from app.web.forms import Form
from app.web.i18n import N_, translate
from catalog.models import AdministrativeUnit, Trademark
from catalog.units.communes import commune_title
from catalog.units.labels import unit_text
from catalog.units.queries import order_of_choice
from programme.activities.labels import kind_name
from programme.activities.queries import list_kinds, units_of
from programme.activities.rows import NUMBERS, Column
from programme.activities.rules import PARTS, SUMS
from programme.models import Activity

NOWHERE = "0"


OF_ROWS = frozenset({Column.PROVINCE})
"""Columns that the page of one activity does not ask for by their names."""


class ActivityForm(Form):
    kind = SelectField(N_("Kind of activity"), validators=[InputRequired(FILL_IN)])
    title = StringField(N_("Name of the activity"), [InputRequired(FILL_IN)])
    starts_on = StringField(
        N_("First day of the activity"), [InputRequired(FILL_IN)], description=N_("As 22/11/2026.")
    )
    ends_on = StringField(N_("Last day of the activity"), description=N_("Empty: the same day."))
    province = SelectField(N_("Province or city as it was then"))
    commune = StringField(
        N_("Commune, ward or special zone"),
        description=N_("Its name of today; empty where it was of the whole province."),
    )
    place = StringField(N_("Where it was held"))
    organiser = StringField(N_("Organiser"))
    number = StringField(
        N_("How many"), description=N_("In the measure of the kind: learners, machines, copies …")
    )
    other = StringField(N_("Other numbers"), description=N_("As gian hàng: 4; máy: 2."))
    facilities = TextAreaField(
        N_("Facilities that were helped"),
        description=N_("Name or registration number, one a line or with semicolons."),
    )
    trademarks = TextAreaField(
        N_("Trademarks whose registration was supported"),
        description=N_(
            "Name or number of the application, one a line, each of a facility above. It counts once it is granted."
        ),
    )
    document = StringField(
        N_("Document that proves it"),
        description=N_("Number and day of the report or minutes. Without it, it counts for nothing."),
    )
    print_run = StringField(N_("Print run"))
    women = StringField(N_("Women"))
    minority = StringField(N_("People of ethnic minorities"))
    poor = StringField(N_("People of poor communes"))
    planned_national = StringField(N_("Planned, promotion money of the nation"))
    planned_local = StringField(N_("Planned, promotion money of the province"))
    planned_own = StringField(N_("Planned, money of the facilities"))
    used_national = StringField(N_("Used, promotion money of the nation"))
    used_local = StringField(N_("Used, promotion money of the province"))
    used_own = StringField(N_("Used, money of the facilities"))

    def offer(self, actor: Actor) -> None:
        """The kinds there are and the provinces that the person serves, as they were too."""
        self.kind.choices = [SelectChoice(row.code, kind_name(row)) for row in list_kinds()]
        nation = (
            [SelectChoice(NOWHERE, translate("The whole country"))]
            if actor.has(Role.OFFICER_NATIONAL)
            else []
        )
        self.province.choices = [
            *nation,
            *(SelectChoice(str(u.id), unit_text(u)) for u in served_units(actor)),
        ]

    def unit(self) -> AdministrativeUnit | None:
        key = int(self.province.data or NOWHERE)
        return db.session.get(AdministrativeUnit, key) if key else None

    def cells(self) -> dict[Column, str]:
        """What was typed, by column."""
        found: dict[Column, str] = {
            column: str(self[column].data or "") for column in Column if column not in OF_ROWS
        }
        for column in (Column.FACILITIES, Column.TRADEMARKS):
            found[column] = found[column].replace("\n", ";")
        return found

    def show(self, row: Activity) -> None:
        """Fill in what is kept."""
        main = str(row.kind.measures[0]) if row.kind.measures else ""
        values = {
            "kind": row.kind.code, "title": row.title, "starts_on": row.starts_on.strftime("%d/%m/%Y"),
            "ends_on": row.ends_on.strftime("%d/%m/%Y"), "province": str(row.unit_id or NOWHERE), "place": row.place,
            "commune": commune_title(row.commune_key),
            "organiser": row.organiser, "document": row.document,
            "facilities": "\n".join(b.facility.registration_number or b.facility.slug for b in row.beneficiaries),
            "trademarks": "\n".join(_mark_text(b.trademark) for b in row.beneficiaries if b.trademark is not None),
            "other": "; ".join(f"{code}: {number}" for code, number in row.quantities.items() if code != main),
        }  # fmt: skip
        for name, value in values.items():
            self[name].data = value
        numbers = _numbers(row) | {"number": row.quantities.get(main, 0)}
        for column in NUMBERS:
            self[column].data = str(numbers[column]) if numbers[column] else ""


def _mark_text(mark: Trademark) -> str:
    return mark.application_number or mark.name


def _numbers(row: Activity) -> dict[str, int]:
    """Parts of the learners and sums of money, by the name of their field."""
    found = {name: row.breakdown.get(name, 0) for name in PARTS}
    for name in SUMS:
        found |= {f"{part}_{name}": getattr(row, f"{part}_{name}") for part in ("planned", "used")}
    return found


def served_units(actor: Actor) -> list[AdministrativeUnit]:
    """Provinces of today first, then those that went into them, each by name."""
    query = db.session.query(AdministrativeUnit)
    if not actor.has(Role.OFFICER_NATIONAL):
        query = query.filter(AdministrativeUnit.id.in_(units_of(actor)))
    return sorted(query, key=order_of_choice)
