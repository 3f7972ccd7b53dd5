"""Write down a craft village and the facilities in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import RuleBroken, check_together
from catalog import fields
from catalog.models import Facility
from programme.exhibits import choices
from programme.exhibits.services import (
    PlaceData,
    add_place,
    change_place,
    check_days,
    note_change,
    place_to_change,
    tell_products,
)
from programme.models import CraftVillage

MOST_HOUSEHOLDS, MOST_YEARS = 100_000, 2_000
MOST_FACILITIES = 500
COUNTS = {"households": MOST_HOUSEHOLDS, "craft_households": MOST_HOUSEHOLDS, "workers": MOST_HOUSEHOLDS,
          "stable_years": MOST_YEARS}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageData(PlaceData):
    """A craft village as typed. kind: of VILLAGE_KINDS."""

    kind: str
    craft: str
    decision_number: str
    decision_date: date
    issuer: str
    unit_then: str = ""
    hours: str = ""
    since_year: int | None = None
    households: int | None = None
    craft_households: int | None = None
    workers: int | None = None
    stable_years: int | None = None
    environment: str = ""
    criteria_year: int | None = None
    revoked_on: date | None = None


def add_village(actor: Actor, data: VillageData, *, is_demo: bool = False) -> CraftVillage:
    return add_place(actor, CraftVillage, data, _values(data), is_demo=is_demo)


def change_village(
    actor: Actor, village_id: int, data: VillageData, *, version: int | None = None
) -> CraftVillage:
    row = place_to_change(actor, CraftVillage, village_id, version)
    return change_place(actor, row, data, _values(data))


def set_facilities(
    actor: Actor, village_id: int, lines: Iterable[str], *, version: int | None = None
) -> CraftVillage:
    """The whole list of facilities in a village, a line each."""
    row = place_to_change(actor, CraftVillage, village_id, version)
    wanted = [line.strip() for line in lines if line.strip()]
    if len(wanted) > MOST_FACILITIES:
        raise RuleBroken("too_many_facilities_named", "facilities", limit=MOST_FACILITIES)
    found: dict[int, Facility] = {}

    def take(line: str) -> None:
        facility = choices.find_facility(line, "facilities")
        if row.unit is not None and facility.unit.present.id != row.unit.present.id:
            raise RuleBroken("facility_other_province", "facilities", text=facility.name)
        found[facility.id] = facility

    check_together(*(lambda line=line: take(line) for line in wanted))
    gone = {facility.id for facility in row.facilities} - found.keys()
    row.facilities = list(found.values())
    tell_products(gone)
    note_change(actor, row, "change", facilities=len(found))
    return row


def _values(data: VillageData) -> dict[str, Any]:
    check_days(decision_date=data.decision_date, revoked_on=data.revoked_on)
    check_together(
        lambda: fields.required(data.craft, "craft"),
        lambda: fields.required(data.decision_number, "decision_number"),
        lambda: fields.required(data.issuer, "issuer"),
        lambda: fields.year(data.since_year, today().year, "since_year"),
        lambda: fields.year(data.criteria_year, today().year, "criteria_year"),
        lambda: _check_households(data),
        lambda: _check_revoked(data),
        *(lambda name=name: _check_count(data, name) for name in COUNTS),
    )
    names = ("kind", "craft", "decision_number", "decision_date", "issuer", "unit_then", "hours", "since_year",
             "households", "craft_households", "workers", "stable_years", "environment", "criteria_year",
             "revoked_on")  # fmt: skip
    return {name: getattr(data, name) for name in names}


def _check_count(data: VillageData, name: str) -> None:
    number = getattr(data, name)
    if number is not None and not 0 <= number <= COUNTS[name]:
        raise RuleBroken("outcome_number", name, limit=COUNTS[name])


def _check_households(data: VillageData) -> None:
    if None not in (data.households, data.craft_households) and data.craft_households > data.households:  # type: ignore[operator]  # neither is None
        raise RuleBroken("households_in_order", "craft_households")


def _check_revoked(data: VillageData) -> None:
    if data.revoked_on is not None and data.revoked_on < data.decision_date:
        raise RuleBroken("revoked_before_decision", "revoked_on")
