"""Administrative units by list and code, by name as people write it, and as they are today."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select

from app.core.clock import today
from app.core.database.base import db
from app.core.errors import NotFound
from app.core.text import sort_key
from catalog.models import AdministrativeUnit
from catalog.units.places import plain_name


def get_unit(list_version: str, code: str) -> AdministrativeUnit:
    """Raises NotFound."""
    query = select(AdministrativeUnit).filter_by(list_version=list_version, code=code)
    unit = db.session.scalar(query)
    if unit is None:
        raise NotFound("unit_not_found", "unit", unit=f"{list_version}/{code}")
    return unit


def list_units(on: date | None = None) -> list[AdministrativeUnit]:
    """The units in force on a day (today when None), in Vietnamese dictionary order."""
    found = db.session.scalars(select(AdministrativeUnit).where(_in_force(on or today())))
    return sorted(found, key=lambda unit: sort_key(unit.name_vi))


def order_of_choice(unit: AdministrativeUnit) -> tuple[bool, str]:
    """Key: those of today first, then those that went into them, each in Vietnamese dictionary order."""
    return unit.valid_until is not None, sort_key(unit.name_vi)


def unit_named(name: str, on: date | None = None) -> AdministrativeUnit | None:
    """The unit of that name on a day, however typed: "TP. Hồ Chí Minh", "tinh dak lak", "Bà Rịa-Vũng Tàu"."""
    day = on or today()
    wanted = plain_name(name)
    for unit in list_units(day):
        if wanted in {plain_name(unit.name_vi), plain_name(unit.name_on(day)), plain_name(unit.name_en)}:
            return unit
    return None


def present_unit(unit: AdministrativeUnit) -> AdministrativeUnit:
    """What a unit has become: Bình Thuận -> Lâm Đồng."""
    return unit.present


def _in_force(day: date) -> ColumnElement[bool]:
    until = AdministrativeUnit.valid_until
    return (AdministrativeUnit.valid_from <= day) & or_(until.is_(None), until >= day)
