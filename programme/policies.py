"""Who may do what in the programme. Facts come with the objects; nothing is looked up here."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, Decision, Denied
from catalog.enums import Level
from catalog.models import AdministrativeUnit
from catalog.policies import is_system


def can_edit_programme(actor: Actor, level: str, unit: AdministrativeUnit | None) -> Decision:
    """Load a programme, amend its targets: the officer of the nation, or of the province that it is of today."""
    if is_system(actor):
        return ALLOWED
    if level == Level.NATIONAL:
        return ALLOWED if actor.has(Role.OFFICER_NATIONAL) else Denied("not_your_programme")
    return ALLOWED if serves_unit(actor, unit) else Denied("not_your_programme")


def serves_unit(actor: Actor, unit: AdministrativeUnit | None) -> bool:
    """Whether an officer of the province serves what this unit is today."""
    return unit is not None and actor.has(Role.OFFICER_PROVINCE) and unit.present.id in actor.provinces
