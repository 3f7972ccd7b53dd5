"""The form of a product's diary plan."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField
from wtforms import Form as Subform
from wtforms.validators import Length, NumberRange, Optional

from app.web.fields import TOO_LONG, IntegerField
from app.web.forms import Form
from app.web.i18n import N_
from traceability.checks import MAX_LINE
from traceability.diary_plan.services import StepData
from traceability.enums import DIARY_KINDS, EventKind
from traceability.forms import unit_choices
from traceability.models import DiaryStep

MOST_PLACE = 99


class StepForm(Subform):  # type: ignore[misc]  # WTForms carries no types
    """One act."""

    class Meta:
        bind_field = Form.Meta.bind_field  # the rules of every text hold for a part of a form too

    kind = HiddenField()
    used = BooleanField()
    position = IntegerField(
        N_("Place in the order"),
        [Optional(), NumberRange(1, MOST_PLACE, N_("Write a number between 1 and 99."))],
    )
    is_expected = BooleanField(N_("Required for every lot"))
    unit = SelectField(N_("Unit"), choices=unit_choices)
    place = StringField(N_("Where"), [Length(max=MAX_LINE, message=TOO_LONG)])
    note = StringField(N_("Note"), [Length(max=MAX_LINE, message=TOO_LONG)])


class PlanForm(Form):
    steps = FieldList(FormField(StepForm), max_entries=len(DIARY_KINDS))

    def plan(self) -> list[StepData]:
        """The acts ticked, by their number; those of the same number, or without one, as they stand."""
        ticked = [
            step.form for step in self.steps if step.form.used.data and step.form.kind.data in DIARY_KINDS
        ]
        ticked.sort(key=lambda form: form.position.data or MOST_PLACE)
        return [
            StepData(
                kind=EventKind(form.kind.data), is_expected=bool(form.is_expected.data),
                unit=form.unit.data or "", place=_line(form.place.data), note=_line(form.note.data),
            )
            for form in ticked
        ]  # fmt: skip


def plan_values(steps: Sequence[DiaryStep], offered: Sequence[EventKind]) -> list[dict[str, Any]]:
    """A row for each act: those of the plan in its order, else those `offered`, then the others."""
    there = {step.kind: step for step in steps}
    first = [EventKind(step.kind) for step in steps] or list(offered)
    kinds = [*first, *(kind for kind in DIARY_KINDS if kind not in first)]
    return [
        _values(kind, there.get(kind), place, used=kind in first) for place, kind in enumerate(kinds, start=1)
    ]


def _values(kind: EventKind, step: DiaryStep | None, place: int, *, used: bool) -> dict[str, Any]:
    return {
        "kind": str(kind),
        "used": used,
        "position": place if used else None,
        "is_expected": step.is_expected if step else True,
        "unit": step.unit if step else "",
        "place": step.place if step else "",
        "note": step.note if step else "",
    }


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
