"""Who keeps rounds for titles."""

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, Decision, Denied
from catalog.enums import Level
from catalog.models import AdministrativeUnit
from catalog.policies import is_system
from programme.models import TitleRound
from programme.policies import serves_unit


def can_keep_round(actor: Actor, level: str, unit: AdministrativeUnit | None) -> Decision:
    """The officers of the province; those of the nation all."""
    if is_system(actor) or actor.has(Role.OFFICER_NATIONAL):
        return ALLOWED
    is_own = level == Level.PROVINCE and serves_unit(actor, unit)
    return ALLOWED if is_own else Denied("not_your_programme")


def can_publish_round(actor: Actor, row: TitleRound) -> Decision:
    """The second person: somebody who keeps the round and did not prepare its decision."""
    decision = can_keep_round(actor, row.level, row.unit)
    if not decision:
        return decision
    return Denied("title_second_person") if row.prepared_by == actor.user_id else ALLOWED
