"""Provinces as they were on a day: who belonged where before and after 1 July 2025; communes of today in them."""

from datetime import date

from sqlalchemy import select

from app.core.database.base import db
from app.core.errors import RuleBroken
from catalog.models import AdministrativeUnit
from catalog.units.communes import commune_key_of


def unit_on(unit: AdministrativeUnit, day: date) -> AdministrativeUnit | None:
    """What a unit was on a day: its successor later; before, its one predecessor, and None where there were several."""
    while unit.valid_until is not None and unit.valid_until < day and unit.successor is not None:
        unit = unit.successor
    if unit.valid_from <= day:
        return unit
    before = db.session.scalars(
        select(AdministrativeUnit).where(AdministrativeUnit.successor_id == unit.id)
    ).all()
    return before[0] if len(before) == 1 else None


def commune_in(text: str, unit: AdministrativeUnit | None, field: str = "commune") -> str:
    """List and code of the commune of today that people name in a province; "" for no text. Raises RuleBroken."""
    if not text.strip():
        return ""
    if unit is None:
        raise RuleBroken("commune_without_province", field)
    key = commune_key_of(text, unit.present.code)
    if not key:
        raise RuleBroken("commune_not_here", field, typed=text.strip()[:60])
    return key


def commune_at(text: str, at: AdministrativeUnit | None, counted: AdministrativeUnit | None) -> str:
    """Of a place that counts for a province: its commune, where it lies in that province and the text names one."""
    is_there = at is not None and counted is not None and at.present.id == counted.present.id
    return commune_key_of(text, at.present.code) if is_there and at is not None else ""
