"""The council merges similar entries of one facility into a product set, after scoring and before the
decision.
"""

from collections.abc import Collection

from sqlalchemy import func, select

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.enums import NominationAct, NominationState, RoundState, SetCase, Verdict
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import (
    MergedSet,
    MergedSetMember,
    Nomination,
    SelectionRound,
)
from voting.policies import can_decide
from voting.product_sets.queries import sets_by_member
from voting.results.queries import LAST, result_rows
from voting.results.verdicts import clear_verdicts
from voting.rounds.services import get_round_for_change
from voting.rounds.transitions import move_nomination
from voting.rules.eligibility import SMALLEST_SET


def merge_entries(
    actor: Actor, round_id: int, nomination_ids: Collection[int], *, name: str, set_case: str
) -> MergedSet:
    """Make one set of entries that all reached the pass mark; the best placed carries it as one award.

    Every member keeps its scores and place. Earlier verdicts on these entries are deleted: the council
    decides on the set. Raises RuleBroken naming the field, Conflict(`not_in_council`), NotFound for an entry
    not of the round.
    """
    round_ = _in_council(actor, round_id)
    if not name.strip():
        raise RuleBroken("required", "name")
    if set_case not in set(SetCase):
        raise RuleBroken("choose_set_case", "set_case")
    members = [_member(round_, nomination_id) for nomination_id in sorted(set(nomination_ids))]
    lead = _check_members(round_, members)
    merged = MergedSet(
        round_id=round_.id,
        code=_next_code(round_),
        name_vi=name.strip(),
        set_case=set_case,
        lead_id=lead.id,
        created_by=actor.user_id,
        created_at=utc_now(),
        members=[MergedSetMember(nomination_id=member.id) for member in members],
    )
    db.session.add(merged)
    clear_verdicts(members)
    for member in members:
        if member is not lead:
            move_nomination(member, NominationAct.MERGE)
    db.session.flush()  # the sealed record reads the rows
    path = f"sets/{merged.code}"
    log.append(round_, "merge_entries", set=merged.code, seals={path: sealed.seals(round_, "sets")[path]})
    log.checkpoint(round_, "merge_entries")
    audit.record(actor, "voting.set.merge", merged, label=merged.code)
    return merged


def take_set_apart(actor: Actor, set_id: int, reason: str) -> MergedSet:
    """Dissolve a set before the provisional list; its members are decided separately again."""
    merged = db.session.get(MergedSet, set_id)
    if merged is None:
        raise NotFound("not_found")
    round_ = _in_council(actor, merged.round_id)
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    if merged.dissolved_at is not None:
        raise Conflict("set_dissolved")
    dissolve(merged, reason.strip())
    clear_verdicts([merged.lead])
    log.append(
        round_,
        "dissolve_set",
        set=merged.code,
        reason=reason.strip(),
        seals={f"sets/{merged.code}": None},
    )
    log.checkpoint(round_, "dissolve_set")
    audit.record(actor, "voting.set.dissolve", merged, label=merged.code, reason=reason.strip())
    return merged


def leave_results(nomination: Nomination, reason: str) -> None:
    """Before an entry leaves the round: its set is dissolved, verdicts on it are deleted.

    Inside an act that moves the entry. Raises Conflict(`part_of_set`) once the list with the set is public.
    """
    round_ = nomination.round
    merged = sets_by_member(round_.id).get(nomination.id)
    if merged is not None:
        if round_.state != RoundState.COUNCIL:
            raise Conflict("part_of_set")
        dissolve(merged, reason or "withdrawn")
        clear_verdicts([merged.lead])
        seals = {f"sets/{merged.code}": None}
        log.append(round_, "dissolve_set", set=merged.code, reason=reason, seals=seals)
    clear_verdicts([nomination])


def _in_council(actor: Actor, round_id: int) -> SelectionRound:
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.state != RoundState.COUNCIL:
        raise Conflict("not_in_council")
    return round_


def _member(round_: SelectionRound, nomination_id: int) -> Nomination:
    found = next((n for n in round_.nominations if n.id == nomination_id), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _check_members(round_: SelectionRound, members: list[Nomination]) -> Nomination:
    """The member that carries the set: the best placed, the first entered where places are shared."""
    if len(members) < SMALLEST_SET:
        raise RuleBroken("set_too_small", "members", minimum=SMALLEST_SET)
    if len({member.facility_id for member in members}) > 1:
        raise RuleBroken("set_of_two_facilities", "members")
    if len({member.group for member in members}) > 1:
        raise RuleBroken("set_of_two_groups", "members")
    leads = select(MergedSet.lead_id).where(MergedSet.round_id == round_.id, MergedSet.dissolved_at.is_(None))
    taken = set(db.session.scalars(leads))
    if any(member.state != NominationState.ACCEPTED or member.id in taken for member in members):
        raise Conflict("already_in_set", "members")
    rows = result_rows(round_)
    if any(rows[member.id]["verdict"] != Verdict.PASS for member in members):
        raise RuleBroken("set_below_mark", "members")
    return min(members, key=lambda member: (rows[member.id]["place"] or LAST, member.id))


def _next_code(round_: SelectionRound) -> str:
    """B1, B2 …; the number of a dissolved set is not given again."""
    made = db.session.scalar(select(func.count(MergedSet.id)).where(MergedSet.round_id == round_.id)) or 0
    return f"B{made + 1}"


def dissolve(merged: MergedSet, reason: str) -> None:
    """Dissolve a set: its members are separate entries again. Inside an act that logs it."""
    merged.dissolved_at, merged.dissolved_reason = utc_now(), reason
    for member in merged.members:
        if member.nomination_id != merged.lead_id:
            move_nomination(member.nomination, NominationAct.UNMERGE, reason)
