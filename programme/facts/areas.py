"""Provinces as they were on a day: who belonged where before and after 1 July 2025."""

from datetime import date

from sqlalchemy import select

from app.core.database.base import db
from catalog.models import AdministrativeUnit


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
