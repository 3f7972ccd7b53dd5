"""Set how rounds of a level are run."""

from dataclasses import fields

from sqlalchemy import select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from catalog.enums import Level
from catalog.policies import can_set_lists
from voting.levels.defaults import LevelRules
from voting.models import LevelSetting


def set_level(actor: Actor, level: str, rules: LevelRules) -> LevelSetting:
    """Keep the rules of a level; decisions and certificates made before stay as they are."""
    authorize(actor, can_set_lists)
    if level not in set(Level):
        raise RuleBroken("choice_unknown", "level")
    for name in ("authority", "signer_title", "sign"):
        if not getattr(rules, name).strip():
            raise RuleBroken("required", name)
    row = db.session.scalar(select(LevelSetting).where(LevelSetting.level == level))
    if row is None:
        row = LevelSetting(level=level)
        db.session.add(row)
    for field in fields(LevelRules):
        setattr(row, field.name, getattr(rules, field.name))
    row.changed_by, row.changed_at = actor.user_id, utc_now()
    audit.record(actor, "voting.level.set", row, is_procedure=rules.is_procedure, authority=rules.authority)
    return row
