"""Rule sets as versioned rows."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Select, Text, cast, func, select

from app.core import audit
from app.core.actor import SYSTEM, Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.reading import PreparedMany, reading
from app.core.errors import NotAllowed, RuleBroken
from voting.models import RuleSet as RuleSetRow
from voting.models import SelectionRound
from voting.rules.default import CIRCULAR_26_2014
from voting.rules.document import rule_set_from_dict, rule_set_to_dict
from voting.rules.rule_set import RuleSet


def sync_rule_sets() -> RuleSetRow:
    """Make sure the default rule set is there; returns it. Safe to run again."""
    default = CIRCULAR_26_2014
    found = db.session.scalar(
        select(RuleSetRow).where(RuleSetRow.code == default.code, RuleSetRow.version == default.version)
    )
    return found or _insert(SYSTEM, default)


def create_rule_set(actor: Actor, body: dict[str, Any]) -> RuleSetRow:
    """Save rules as a new version of their code. Raises RuleBroken naming the first problem."""
    if not actor.is_officer:
        raise NotAllowed("not_allowed")
    newest = db.session.scalar(
        select(func.max(RuleSetRow.version)).where(RuleSetRow.code == body.get("code"))
    )
    rules = rule_set_from_dict({**body, "version": (newest or 0) + 1})
    return _insert(actor, rules)


def _insert(actor: Actor, rules: RuleSet) -> RuleSetRow:
    problems = rules.problems()
    if problems:
        raise RuleBroken(f"rules_{problems[0].code}", where=problems[0].where)
    row = RuleSetRow(
        code=rules.code,
        version=rules.version,
        name_vi=rules.name_vi,
        name_en=rules.name_en,
        body=rule_set_to_dict(rules),
        created_by=actor.user_id,
        created_at=utc_now(),
    )
    db.session.add(row)
    audit.record(actor, "voting.rule_set.create", row, label=f"{row.code} v{row.version}")
    return row


def rules_of(round_: SelectionRound) -> RuleSet:
    """The rules a round is judged by, as a value."""
    return rule_set_from_dict(round_.rule_set.body)


RULES_TEXT = cast(RuleSetRow.body, Text)
"""The rules of a row for `rules_from`, by which they are read into a value once."""


def _by_ids(ids: list[BindParameter[Any]]) -> Select[Any]:
    columns: list[Any] = [RuleSetRow.id, RULES_TEXT.label("text")]
    return select(*columns).where(RuleSetRow.id.in_(ids))


_BY_ID = PreparedMany(_by_ids)


def rules_by_id(ids: Collection[int]) -> dict[int, RuleSet]:
    """The rules with these ids, each read once."""
    with reading() as source:
        return {row.id: rules_from(row.text) for row in _BY_ID.all(source, list(ids))}


@lru_cache(maxsize=64)
def rules_from(text: str) -> RuleSet:
    """Rules, as a value, from the text of their document."""
    return rule_set_from_dict(json.loads(text))


def freeze(rule_set: RuleSetRow) -> None:
    """From now on these rules cannot change; a later change is a new version."""
    if rule_set.frozen_at is None:
        rule_set.frozen_at = utc_now()
