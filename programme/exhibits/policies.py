"""Who keeps the fairs, showrooms, craft villages and artisans of an area."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, Decision, Denied
from catalog.models import AdministrativeUnit
from catalog.policies import is_system


def can_keep_place(actor: Actor, unit: AdministrativeUnit | None) -> Decision:
    """Officers of the province, of its region or of the nation; what belongs to no province is the nation's."""
    if is_system(actor) or actor.has(Role.OFFICER_NATIONAL):
        return ALLOWED
    if unit is None or not actor.is_officer:
        return Denied("area_not_served")
    present = unit.present
    in_region = actor.has(Role.OFFICER_REGION) and present.region in actor.regions
    in_province = actor.has(Role.OFFICER_PROVINCE) and present.id in actor.provinces
    return ALLOWED if in_region or in_province else Denied("area_not_served")
