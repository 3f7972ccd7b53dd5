"""A facility sets up the acts in the diary of a product."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from app.core import audit
from app.core.actor import Actor
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from catalog.models import Product
from traceability.checks import MAX_TEXT, short
from traceability.enums import DIARY_KINDS, UNITS, EventKind
from traceability.models import DiaryStep
from traceability.policies import can_open_lot


@dataclass(frozen=True, slots=True, kw_only=True)
class StepData:
    """One act. unit, place, note: as in `DiaryStep`."""

    kind: EventKind
    is_expected: bool = True
    unit: str = ""
    place: str = ""
    note: str = ""


def set_plan(actor: Actor, product_id: int, steps: Sequence[StepData]) -> list[DiaryStep]:
    """The acts of a product's diary, in order, in the place of those before. None removes the plan. Open lots
    keep what was required when they were opened.
    """
    product = load(Product, product_id)
    authorize(actor, can_open_lot, product.facility)
    kinds = [step.kind for step in steps]
    if len(set(kinds)) != len(kinds) or not set(kinds) <= set(DIARY_KINDS):
        raise RuleBroken("choice_unknown", "kind")
    if any(step.unit and step.unit not in UNITS for step in steps):
        raise RuleBroken("unit_unknown", "unit")
    rows = [
        DiaryStep(
            product_id=product.id, kind=step.kind, position=place, is_expected=step.is_expected, unit=step.unit,
            place=short(step.place, "place"), note=short(step.note, "note", MAX_TEXT),
        )
        for place, step in enumerate(steps, start=1)
    ]  # fmt: skip
    db.session.execute(delete(DiaryStep).where(DiaryStep.product_id == product.id))
    db.session.add_all(rows)
    audit.record(actor, "traceability.diary_plan.edit", product, kinds=[str(kind) for kind in kinds])
    return rows
