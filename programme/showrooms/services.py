"""Write down a showroom and what it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.actor import Actor
from app.core.errors import RuleBroken, check_together
from catalog import fields
from programme.exhibits import choices
from programme.exhibits.services import (
    PlaceData,
    add_place,
    change_place,
    check_days,
    note_change,
    place_to_change,
)
from programme.models import Showroom


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowroomData(PlaceData):
    """A showroom as typed. place_kind: of PLACE_KINDS; facility: that keeps it, as `find_facility` reads it."""

    place_kind: str
    operator: str
    opened_on: date
    closed_on: date | None = None
    hours: str = ""
    directions: str = ""
    facility: str = ""
    decision_number: str = ""
    decision_date: date | None = None


def add_showroom(actor: Actor, data: ShowroomData, *, is_demo: bool = False) -> Showroom:
    return add_place(actor, Showroom, data, _values(data), is_demo=is_demo)


def change_showroom(
    actor: Actor, showroom_id: int, data: ShowroomData, *, version: int | None = None
) -> Showroom:
    row = place_to_change(actor, Showroom, showroom_id, version)
    return change_place(actor, row, data, _values(data))


def show_products(
    actor: Actor, showroom_id: int, lines: Iterable[str], *, version: int | None = None
) -> Showroom:
    """The whole list of products of a showroom, a line each."""
    row = place_to_change(actor, Showroom, showroom_id, version)
    row.products = choices.find_products(lines)
    note_change(actor, row, "change", products=len(row.products))
    return row


def _values(data: ShowroomData) -> dict[str, Any]:
    check_days(opened_on=data.opened_on, closed_on=data.closed_on, decision_date=data.decision_date)
    if data.closed_on is not None and data.closed_on < data.opened_on:
        raise RuleBroken("closed_before_open", "closed_on")
    found: dict[str, Any] = {"facility_id": None}

    check_together(
        lambda: fields.required(data.operator, "operator"),
        lambda: found.update(facility_id=choices.find_facility_id(data.facility)),
    )
    names = ("place_kind", "operator", "opened_on", "closed_on", "hours", "directions", "decision_number",
             "decision_date")  # fmt: skip
    return {name: getattr(data, name) for name in names} | found
