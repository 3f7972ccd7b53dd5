"""Plan a round from an earlier one: its people sit again, nothing of its entries comes along."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import User
from app.core import audit
from app.core.actor import Actor, Role
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from voting.models import CouncilMember, Juror, JuryPanel, SelectionRound
from voting.policies import can_plan_round
from voting.rounds.services import (
    RoundPlan,
    Seat,
    get_round_for_change,
    get_seated_person,
    plan_round,
    seat_council,
    seat_jury,
)

COUNCIL, JURIES = "council", "juries"
"""What may be taken over besides the rules."""


@dataclass(frozen=True, slots=True)
class Succession:
    """The new round. left_out: names of people who cannot sit again, in the order of their seats."""

    round: SelectionRound
    left_out: tuple[str, ...]


def plan_next_round(actor: Actor, source_id: int, plan: RoundPlan, parts: Collection[str]) -> Succession:
    """Plan a round as `plan` says and seat the people of an earlier one. parts: COUNCIL, JURIES.

    Jurors get new aliases and declare anew. Who has no account or no role any more is left out; without its chair or
    secretary the whole council is. Raises as `plan_round`.
    """
    source = get_round_for_change(source_id)
    authorize(actor, can_plan_round, source.level, source.unit_id, source.region, source.commune)
    round_ = plan_round(actor, plan)
    db.session.flush()  # seats need the id of the round
    left_out: list[str] = []
    if COUNCIL in parts and source.members:
        left_out += _seat_council_again(actor, round_, source)
    if JURIES in parts:
        for panel in source.panels:
            left_out += _seat_jury_again(actor, round_, panel)
    audit.record(actor, "voting.round.follow", round_, label=source.title_vi)
    return Succession(round_, tuple(dict.fromkeys(left_out)))


def _seat_council_again(actor: Actor, round_: SelectionRound, source: SelectionRound) -> list[str]:
    """Seat each member who can still sit; returns the names of the others, all of them without a chair or secretary."""
    able = {member.id: seat for member in source.members if (seat := _seat_again(member)) is not None}
    roles = {seat.role for seat in able.values()}
    if not {"chair", "secretary"} <= roles:
        able = {}
    if able:
        seat_council(actor, round_.id, list(able.values()))
    return [member.name for member in source.members if member.id not in able]


def _seat_again(member: CouncilMember) -> Seat | None:
    """The seat of a member in the council to come; None where account or role are there no more."""
    email = _email_of(member.user_id)
    seat = Seat(email, "" if member.user_id else member.name, member.title, member.role)
    try:
        get_seated_person(seat, Role(member.role) if member.role in {"chair", "secretary"} else None)
    except RuleBroken:
        return None
    return seat


def _seat_jury_again(actor: Actor, round_: SelectionRound, panel: JuryPanel) -> list[str]:
    """Seat each juror who can still sit; returns the names of the others."""
    jurors = [juror for juror in panel.jurors if juror.removed_at is None]
    able = [juror for juror in jurors if _can_sit(actor, round_, juror)]
    if able:
        seats = [Seat(_email_of(juror.user_id), "", juror.title) for juror in able]
        shared = panel.per_entry if panel.per_entry <= len(able) else 0
        seat_jury(actor, round_.id, panel.group, seats, per_entry=shared)
    return [juror.name for juror in jurors if juror not in able]


def _can_sit(actor: Actor, round_: SelectionRound, juror: Juror) -> bool:
    """Whether the account has the role and neither plans the round nor sits in its council."""
    if juror.user_id == actor.user_id or juror.user_id in {member.user_id for member in round_.members}:
        return False
    try:
        get_seated_person(Seat(_email_of(juror.user_id), ""), Role.JUROR)
    except RuleBroken:
        return False
    return True


def _email_of(user_id: int | None) -> str:
    return db.session.scalar(select(User.email).where(User.id == user_id)) or ""
