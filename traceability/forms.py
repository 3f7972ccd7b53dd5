"""Forms of origin."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
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
    ValidationError,
)
from wtforms import Form as Subform
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.core.clock import VIETNAM, today, utc_now
from app.web.forms import Form
from app.web.i18n import N_, translate
from traceability.enums import CodeAct, EventKind, RecallKind
from traceability.labels_text import (
    CODE_ACTS,
    RECALL_KINDS,
    REPORT_REASONS,
    UNIT_NAMES,
)
from traceability.link_types import FACILITY_LINK_TYPES, LINK_TYPES
from traceability.models import Lot, LotInput, TraceEvent
from traceability.models_diary import DiaryStep
from traceability.photos import is_shown
from traceability.readings import KINDS_OF, MEASURES
from traceability.services.diary import DiaryEntry, InputUse
from traceability.services.links import LinkData
from traceability.services.lots import LotData
from traceability.services.recalls import RecallData

FILL_IN = N_("Fill in this field.")
NOON = time(12)
_LASTING = frozenset({EventKind.DRY, EventKind.FERMENT})


class AmountField(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A decimal typed with a comma or a point; `amount` is None where nothing was typed."""

    amount: Decimal | None = None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  # WTForms calls it so
        text = (self.data or "").replace(" ", "")
        if not text:
            return
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        try:
            self.amount = Decimal(text)
        except InvalidOperation:
            raise ValidationError(translate("Write a number, for example 31,5.")) from None


def options(labels: Mapping[Any, str]) -> Callable[[], list[SelectChoice]]:
    """Choices from a table of labels, translated when the form is made."""
    return lambda: [SelectChoice(str(value), translate(label)) for value, label in labels.items()]


unit_choices = options({"": N_("Unit")} | UNIT_NAMES)


LONGEST_NUMBER = 9
"""Digits that fit any database."""


class LotForm(Form):
    """A lot of a product."""

    version = HiddenField()
    product_id = SelectField(N_("Product"), coerce=int)
    code = StringField(
        N_("Lot code"),
        [InputRequired(FILL_IN)],
        description=N_("Letters A–Z, digits and hyphens; it stands on every label."),
    )
    made_on = DateField(N_("Made on"), [Optional()])
    best_before = DateField(N_("Best before"), [Optional()])
    quantity = AmountField(N_("Quantity"))
    unit = SelectField(N_("Unit"), choices=unit_choices, validate_choice=False)

    def asked_version(self) -> int:
        """The version the page was drawn from; 0, which no lot has, where the field was tampered with."""
        return _whole_number(self.version.data)

    def lot_data(self) -> LotData:
        return LotData(
            code=self.code.data, made_on=self.made_on.data, best_before=self.best_before.data,
            quantity=self.quantity.amount, unit=self.unit.data or "",
        )  # fmt: skip


class LabelScanForm(Form):
    """The label on goods received: photographed, typed, or sent by a handheld scanner."""

    label = StringField(
        N_("Code on the supplier’s label"),
        description=N_("Type or scan it, where the label has a code of this register."),
    )
    label_photo = FileField(N_("Or a photo of the label"))


class InputForm(LotForm, LabelScanForm):
    """A lot of raw material."""

    product_id = None
    facility_id = SelectField(N_("Facility"), coerce=int)
    name = StringField(N_("Raw material"), [InputRequired(FILL_IN)])
    supplier = StringField(
        N_("Received from"), description=N_("The boat, farm, cooperative or shop it came from.")
    )


class UseForm(Subform):  # type: ignore[misc]  # WTForms carries no types
    """One lot that may have gone in."""

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
    inputs = FieldList(FormField(UseForm))
    note = TextAreaField(N_("Note"))
    picture = FileField(N_("Photo (optional)"))
    picture_shown = BooleanField(
        N_("Show the photo to the public"),
        description=N_("Only together with the entry. Where it was taken is not kept with the photo."),
    )
    is_public = BooleanField(N_("Show this entry on the lot's page"), default=True)

    def entry(self, kind: EventKind, units: dict[int, str], picture: dict[str, Any] | None) -> DiaryEntry:
        """The entry as typed. units: lot id -> its unit, in which what went in is stated."""
        return DiaryEntry(
            kind=kind,
            client_id=self.client_id.data or "",
            happened_at=_moment(self.happened_on.data, self.happened_at.data),
            precision="minute" if self.happened_at.data else "day",
            place=self.place.data or "",
            party=self.party.data or "",
            quantity=self.quantity.amount,
            unit=self.unit.data or "",
            note=self.note.data or "",
            inputs=tuple(self._uses(units)),
            readings=self._readings(kind),
            since=_moment(self.since.data, time(0)) if self.since.data and kind in _LASTING else None,
            conforms=self.conforms.data != "no",
            picture=picture,
            is_public=bool(self.is_public.data),
        )

    def _uses(self, units: dict[int, str]) -> list[InputUse]:
        found = []
        for use in self.inputs:
            lot_id = _whole_number(use.form.lot_id.data)
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
    """Declares an entry wrong; the right values beside it unless nothing of the kind happened."""

    reason = TextAreaField(N_("What was wrong"), [InputRequired(FILL_IN)])
    never_happened = BooleanField(N_("Nothing of the kind happened: put nothing in its place"))


def first_values(last: TraceEvent | None, step: DiaryStep | None = None) -> dict[str, Any]:
    """A new entry, "same as last time" where there was one: everything but the day. What the plan of the product
    states (unit, place, note) goes before.
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
    """A row for each lot that may go in, ticked where `uses` (lot id -> the earlier use) has it."""
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


def amount_text(amount: Decimal | str | None) -> str:
    """As it is typed in Vietnamese, with a comma."""
    return "" if amount is None else str(amount).replace(".", ",")


def lot_values(lot: Lot) -> dict[str, Any]:
    return {
        "version": lot.version, "code": lot.code, "made_on": lot.made_on, "best_before": lot.best_before,
        "quantity": amount_text(lot.quantity), "unit": lot.unit,
    }  # fmt: skip


def _moment(day: date, at: time | None) -> datetime:
    """A day without a time is noon there, or now if noon is still to come."""
    moment = datetime.combine(day, at or NOON, VIETNAM)
    return min(moment, utc_now()) if at is None and day == today() else moment


class CodesForm(Form):
    act = RadioField(N_("What to do"), choices=options(CODE_ACTS), default=CodeAct.ACTIVATE)
    first = StringField(N_("First code"), description=N_("Scan or type the code of the first label."))
    first_photo = FileField(N_("Or a photo of the first label"))
    last = StringField(N_("Last code"), description=N_("Leave empty for one label alone."))
    last_photo = FileField(N_("Or a photo of the last label"))
    reason = TextAreaField(N_("Reason (needed to make codes void)"))


class RecallForm(Form):
    """step: empty when first sent, `edit` or `confirm` from the page that shows it once more."""

    step = HiddenField()
    kind = RadioField(N_("What to do"), choices=options(RECALL_KINDS), default=RecallKind.HOLD)
    reason_vi = TextAreaField(N_("Reason in Vietnamese"), [InputRequired(FILL_IN)])
    advice_vi = TextAreaField(N_("What buyers should do, in Vietnamese"))
    reason_en = TextAreaField(N_("Reason in English"))
    advice_en = TextAreaField(N_("What buyers should do, in English"))

    def recall_data(self) -> RecallData:
        names = ("reason_vi", "reason_en", "advice_vi", "advice_en")
        texts = {name: self._fields[name].data or "" for name in names}
        return RecallData(kind=RecallKind(self.kind.data), **texts)


class LiftForm(Form):
    reason = TextAreaField(N_("Reason"), [InputRequired(FILL_IN)])


class LinkForm(Form):
    link_type = SelectField(N_("Kind of link"))
    lot_id = SelectField(N_("Applies to"), default="")
    url = StringField(N_("Address"), [InputRequired(FILL_IN)])
    title = StringField(N_("Title"), [InputRequired(FILL_IN)])
    hreflang = SelectField(N_("Language"), choices=options({"vi": N_("Vietnamese"), "en": N_("English")}))
    media_type = SelectField(
        N_("Format"), choices=options({"text/html": N_("Web page"), "application/pdf": "PDF"})
    )

    def link_data(self) -> LinkData:
        names = ("link_type", "url", "title", "hreflang", "media_type")
        lot = int(self.lot_id.data) if self.lot_id.data else None
        return LinkData(lot_id=lot, **{name: self._fields[name].data for name in names})


def link_type_names(locale: str) -> dict[str, str]:
    """Kinds of link that a facility may add, in the page's language."""
    types = [LINK_TYPES[name] for name in FACILITY_LINK_TYPES]
    return {kind.name: kind.title_vi if locale == "vi" else kind.title_en for kind in types}


class ReportForm(Form):
    reason = RadioField(
        N_("What is wrong"),
        [InputRequired(N_("Choose what is wrong with the label."))],
        choices=options(REPORT_REASONS),
    )
    text = TextAreaField(N_("Tell us more (optional)"), description=N_("Where you bought it, what you saw."))
    contact = StringField(
        N_("How to reach you (optional)"),
        description=N_(
            "A telephone number or e-mail address, seen by the maker and the officers only "
            "and forgotten when the report is closed."
        ),
    )


class AnswerForm(Form):
    answer = TextAreaField(N_("What was done"), [InputRequired(FILL_IN)])


def _whole_number(text: object) -> int:
    """The number in a hidden field; 0, which no row has, for anything else."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(str(text)) if is_number else 0
