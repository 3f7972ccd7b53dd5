"""What an expert can judge is written down; juries are proposed from the pool and seated at one press."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import Membership
from app.core import audit
from app.core.actor import Actor, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.enums import ProductGroup
from voting.errors import AssignmentError
from voting.experts.queries import PoolRow, find_expert, list_pool, scoring_days
from voting.jury.assignment import assign_evenly
from voting.jury.conflicts.rules import list_linked_people
from voting.models import Expert, SelectionRound
from voting.policies import can_manage_round
from voting.rounds.services import Seat, get_round_for_change, seat_jury

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class ExpertFacts:
    """What is typed. groups: keys of product groups."""

    title: str
    groups: tuple[str, ...]
    away_from: date | None = None
    away_until: date | None = None


def change_expert(actor: Actor, user_id: int, facts: ExpertFacts) -> Expert:
    """The expert, or an officer who runs rounds, says what the expert can judge. Raises NotFound, RuleBroken."""
    if actor.user_id != user_id and not actor.runs_rounds:
        raise NotAllowed("not_allowed")
    juror = select(Membership.id).where(Membership.user_id == user_id, Membership.role == Role.JUROR)
    if db.session.scalar(juror) is None:
        raise NotFound("not_found")
    _check(facts)
    expert = find_expert(user_id)
    if expert is None:
        expert = Expert(user_id=user_id)
        db.session.add(expert)
    expert.title, expert.groups = facts.title.strip(), [g.value for g in ProductGroup if g in facts.groups]
    expert.away_from, expert.away_until = facts.away_from, facts.away_until
    expert.changed_by, expert.changed_at = actor.user_id, utc_now()
    db.session.flush()  # the audit row needs the person
    audit.record(actor, "voting.expert.change", expert)
    return expert


def _check(facts: ExpertFacts) -> None:
    """Raises RuleBroken naming the field."""
    if set(facts.groups) - set(ProductGroup):
        raise RuleBroken("unknown_group", "groups")
    if len(facts.title) > LONGEST_TITLE:
        raise RuleBroken("too_long", "title", limit=LONGEST_TITLE)
    if facts.away_from and facts.away_until and facts.away_until < facts.away_from:
        raise RuleBroken("dates_out_of_order", "away_until")


def propose_juries(
    round_: SelectionRound, groups: Sequence[str], size: int, officer_id: int | None
) -> Mapping[str, list[PoolRow]]:
    """Experts by group: each knows the group, is not away while scoring runs, belongs and belonged to no facility
    that entered it, and works about as much as the others.

    Raises RuleBroken at `size`: `too_few_experts` naming the group, `share_over_jury` where each entry of a group is
    scored by more jurors than that.
    """
    if any(panel.per_entry > size for panel in round_.panels if panel.group in set(groups)):
        raise RuleBroken("share_over_jury", "size", count=size)
    pool = {str(row.user.id): row for row in _list_free(round_, officer_id)}
    blocked = {(key, group) for key, row in pool.items() for group in groups if group not in row.groups}
    blocked |= {(str(user), group) for user, group in list_linked_people(round_)}
    try:
        found = assign_evenly(list(pool), groups, blocked, per_place=size)
    except AssignmentError as error:
        raise RuleBroken("too_few_experts", "size", **error.params) from error
    return {group: [pool[key] for key in keys] for group, keys in found.items()}


def _list_free(round_: SelectionRound, officer_id: int | None) -> list[PoolRow]:
    """Who is outside council and support team and not away while scoring runs, the least busy first."""
    begin, end = scoring_days(round_)
    outside = {officer_id, *(m.user_id for m in round_.members), *(m.user_id for m in round_.supporters)}
    free = [
        row for row in list_pool(but=round_.id) if row.user.id not in outside and not row.is_away(begin, end)
    ]
    return sorted(free, key=lambda row: row.rounds)


def seat_proposed(
    actor: Actor, round_id: int, groups: Sequence[str], size: int, shown: Collection[str]
) -> int:
    """Seat the juries that were proposed; returns how many groups have one now.

    shown: `group:user id` of each seat as the officer saw it. Raises RuleBroken(`proposal_changed`) where the pool
    would now give others, and as `propose_juries` and `seat_jury`.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    proposed = propose_juries(round_, groups, size, actor.user_id)
    if seats_of_proposal(proposed) != set(shown):
        raise RuleBroken("proposal_changed")
    for group, rows in proposed.items():
        seats = [Seat(row.user.email, "", row.expert.title if row.expert else "") for row in rows]
        seat_jury(actor, round_.id, group, seats, per_entry=None)
    return len(proposed)


def seats_of_proposal(proposed: Mapping[str, Sequence[PoolRow]]) -> set[str]:
    """`group:user id` of each seat."""
    return {f"{group}:{row.user.id}" for group, rows in proposed.items() for row in rows}
