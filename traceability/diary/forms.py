"""Forms of a diary entry."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from uuid import uuid4

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as Subform
from wtforms.validators import InputRequired, Optional

from app.core.clock import today
from app.web.fields import FILL_IN, AmountField, amount_text, options, whole_number
from app.web.forms import Form
from app.web.i18n import N_
from traceability.diary.entries.measures import KINDS_OF, MEASURES
from traceability.diary.entries.moments import moment_of
from traceability.diary.photos.files import is_shown
from traceability.diary.services import DiaryEntry, InputUse
from traceability.enums import EventKind
from traceability.forms import unit_choices
from traceability.models import DiaryStep, Lot, LotInput, TraceEvent

_LASTING = frozenset({EventKind.DRY, EventKind.FERMENT})


class UseForm(Subform):  # type: ignore[misc]  # WTForms carries no types
    """One possible input lot."""

    lot_id = HiddenField()
    used = BooleanField()
    quantity = AmountField()


class EntryForm(Form):
    """One entry of the diary; the template shows the fields that the kind needs."""

    client_id = HiddenField()
    happened_on = DateField(N_("Day"), [InputRequired(FILL_IN)])
    happened_at = TimeField(N_("Time (if it matters)"), [Optional()])
    quantity = AmountField(N_("Quantity"))
    unit = SelectField(N_("Unit"), choices=unit_choices, validate_choice=False)
    party = StringField(N_("From or to whom"))
    place = StringField(N_("Where (if not at the facility)"))
    temperature = AmountField(N_("Temperature, °C"))
    humidity = AmountField(N_("Humidity, percent"))
    moisture = AmountField(N_("Moisture of the goods, percent"))
    ph = AmountField("pH")
    salt = AmountField(N_("Salt, g/L"))
    baume = AmountField(N_("Baumé degree, °Bé"))
    brix = AmountField(N_("Brix degree, °Bx"))
    since = DateField(N_("Since"), [Optional()])
    conforms = RadioField(
        N_("Result"), choices=options({"yes": N_("Passed"), "no": N_("Not passed")}), default="yes"
    )
    inputs = FieldList(FormField(UseForm), N_("What went in"))
    note = TextAreaField(N_("Note"))
    confirmed = TextAreaField(
        N_("Reason for saving it anyway"),
        description=N_(
            "Only if goods of a held or recalled lot leave, more leaves than there was, "
            "or no receiver is named."
        ),
    )
    picture = FileField(N_("Photo (optional)"))
    picture_shown = BooleanField(
        N_("Show the photo to the public"),
        description=N_("Only together with the entry. The place where the photo was taken is not stored."),
    )
    is_public = BooleanField(N_("Show this entry on the lot's page"), default=True)

    def entry(self, kind: EventKind, units: dict[int, str], picture: dict[str, Any] | None) -> DiaryEntry:
        """The entry as typed. units: lot id -> its unit, used for inputs."""
        return DiaryEntry(
            kind=kind,
            client_id=self.client_id.data or "",
            happened_at=moment_of(self.happened_on.data, self.happened_at.data),
            precision="minute" if self.happened_at.data else "day",
            place=self.place.data or "",
            party=self.party.data or "",
            quantity=self.quantity.amount,
            unit=self.unit.data or "",
            note=self.note.data or "",
            inputs=tuple(self._uses(units)),
            readings=self._readings(kind),
            since=moment_of(self.since.data, time(0)) if self.since.data and kind in _LASTING else None,
            conforms=self.conforms.data != "no",
            picture=picture,
            confirmed=self.confirmed.data or "",
            is_public=bool(self.is_public.data),
        )

    def _uses(self, units: dict[int, str]) -> list[InputUse]:
        found = []
        for use in self.inputs:
            lot_id = whole_number(use.form.lot_id.data)
            if lot_id and (use.form.used.data or use.form.quantity.amount is not None):
                amount = use.form.quantity.amount
                found.append(
                    InputUse(lot_id=lot_id, quantity=amount, unit=units.get(lot_id, "") if amount else "")
                )
        return found

    def _readings(self, kind: EventKind) -> dict[str, str]:
        typed = {name: self._fields[MEASURES[name].field].amount for name in KINDS_OF.get(kind, ())}
        return {name: format(value, "f") for name, value in typed.items() if value is not None}

    def measured(self, kind: EventKind) -> list[Any]:
        """The fields of what is measured at an act, the usual first."""
        return [self._fields[MEASURES[name].field] for name in KINDS_OF.get(kind, ())]


class CorrectForm(EntryForm):
    """Declares an entry wrong; with the right values unless it did not happen at all."""

    reason = TextAreaField(N_("What was wrong"), [InputRequired(FILL_IN)])
    never_happened = BooleanField(N_("It did not happen: do not replace it"))


def first_values(last: TraceEvent | None, step: DiaryStep | None = None) -> dict[str, Any]:
    """A new entry, "same as last time" where there was one: everything but the day. The values of the
    product's plan (unit, place, note) come first.
    """
    values: dict[str, Any] = {
        "client_id": str(uuid4()),
        "happened_on": today(),
        "conforms": "yes",
        "is_public": True,
    }
    if last is not None:
        values |= event_values(last)
    if step is not None:
        values |= {name: text for name in ("unit", "place", "note") if (text := getattr(step, name))}
        if last is not None and last.unit != values["unit"]:
            values["quantity"] = ""  # it was counted in another unit
    return values


def use_values(choices: Sequence[Lot], uses: Mapping[int, LotInput]) -> list[dict[str, Any]]:
    """A row for each possible input lot, ticked if `uses` (lot id -> the earlier use) has it."""
    return [
        {
            "lot_id": str(lot.id),
            "used": lot.id in uses,
            "quantity": amount_text(use.quantity)
            if (use := uses.get(lot.id)) and use.unit == lot.unit
            else "",
        }
        for lot in choices
    ]


def event_values(event: TraceEvent) -> dict[str, Any]:
    """An entry as form values, without its day."""
    readings = {reading["kind"]: str(reading["value"]) for reading in event.readings}
    return {
        "quantity": amount_text(event.quantity),
        "unit": event.unit,
        "party": event.party,
        "place": event.place,
        "note": event.note,
        **{measure.field: amount_text(readings.get(name)) for name, measure in MEASURES.items()},
        "conforms": readings.get("conforms", "yes"),
        "is_public": event.is_public,
        "picture_shown": is_shown(event.picture),
    }
