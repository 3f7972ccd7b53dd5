"""The provinces that an officer chooses among, and the one chosen in an address."""

from flask import g, request

from app.core.actor import Actor, Role
from app.web.access import current_actor
from catalog.models import AdministrativeUnit
from catalog.units.queries import list_units

AGES = (3, 7, 15, 30)
"""Days that something waits at least, to narrow a queue to."""


def asked_age() -> int:
    """Days that something has waited at least; 0 for everything."""
    text = request.args.get("age", "")
    return int(text) if text in map(str, AGES) else 0


def asked_unit() -> int | None:
    """The province to narrow a list to, by its code of today; None for all the officer serves."""
    code = request.args.get("province", "")
    return next((unit.id for unit in list_units() if unit.code == code), None) if code else None


def served_units() -> list[AdministrativeUnit]:
    """The provinces to choose among: those that the officer serves; read once a request."""
    if "served_units" not in g:
        g.served_units = _served(current_actor())
    units: list[AdministrativeUnit] = g.served_units
    return units


def _served(actor: Actor) -> list[AdministrativeUnit]:
    if actor.has(Role.OFFICER_NATIONAL):
        return list_units()
    return [unit for unit in list_units() if unit.id in actor.provinces or unit.region in actor.regions]
