"""Rule sets with their versions, and what they would have done on rounds that are published."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.database.base import db
from app.core.errors import NotFound
from voting.log import records as sealed
from voting.models import RuleSet, SelectionRound
from voting.rules.rule_set import RuleSet as Rules
from voting.rules.trial import Mismatch, Trial, try_rules

MOST_ROUNDS = 8
"""So many published rounds are counted again, the latest first."""


@dataclass(frozen=True, slots=True)
class RuleSetRow:
    """A version of a rule set and how many rounds use it."""

    row: RuleSet
    rounds: int


@dataclass(frozen=True, slots=True)
class RoundTrial:
    """A published round under the rules tried: by group the recount, or why there is none."""

    round: SelectionRound
    groups: list[tuple[str, Trial | Mismatch]]


def list_rule_sets() -> list[RuleSetRow]:
    """All versions, the newest of each code first."""
    used = (
        select(SelectionRound.rule_set_id, func.count().label("rounds"))
        .group_by(SelectionRound.rule_set_id)
        .subquery()
    )
    query = (
        select(RuleSet, func.coalesce(used.c.rounds, 0))
        .outerjoin(used, used.c.rule_set_id == RuleSet.id)
        .order_by(RuleSet.code, RuleSet.version.desc())
    )
    return [RuleSetRow(row, rounds) for row, rounds in db.session.execute(query)]


def get_rule_set(rule_set_id: int) -> RuleSet:
    found = db.session.get(RuleSet, rule_set_id)
    if found is None:
        raise NotFound("not_found")
    return found


def list_trials(rules: Rules) -> list[RoundTrial]:
    """Published rounds counted again under these rules. What was published is public, so anyone may read this."""
    query = (
        select(SelectionRound)
        .where(SelectionRound.published_at.is_not(None), SelectionRound.annulled_at.is_(None))
        .order_by(SelectionRound.published_at.desc(), SelectionRound.id.desc())
        .limit(MOST_ROUNDS)
    )
    found = []
    for round_ in db.session.scalars(query):
        last = {record.group: record for record in sealed.list_tallies(round_.id)}  # in the order of passes
        groups = [
            (group, try_rules(rules, record.input, record.result["results"]))
            for group, record in sorted(last.items())
        ]
        found.append(RoundTrial(round_, groups))
    return found
