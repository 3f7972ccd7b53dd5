"""Who may do what in a selection. Facts come with the objects; nothing is looked up here."""

from typing import Any, Protocol

from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied
from catalog.enums import Level
from voting.enums import NominationState
from voting.models import Nomination, SelectionRound

CHAIR, SECRETARY = "chair", "secretary"
NOT_YOURS = Denied("not_your_round")
EDITABLE = frozenset({NominationState.DRAFT, NominationState.RETURNED})


class Seat(Protocol):
    """A juror, or a row with these columns of one."""

    user_id: Any
    removed_at: Any


def council_role(actor: Actor, round_: SelectionRound) -> str | None:
    """The person's seat in this round's council, None when they have none."""
    if actor.user_id is None:
        return None
    return next((m.role for m in round_.members if m.user_id == actor.user_id), None)


def serves_area(actor: Actor, level: str, unit_id: int | None, region: str, commune: str = "") -> bool:
    """Whether an officer's area is the round's: province for province, region for region, nation for nation.

    A commune's round is run by the commune's officer, or by the officer of its province in its place.
    """
    if level == Level.COMMUNE and actor.has(Role.OFFICER_COMMUNE) and commune in actor.communes:
        return True
    if level in {Level.PROVINCE, Level.COMMUNE}:
        return actor.has(Role.OFFICER_PROVINCE) and unit_id in actor.provinces
    if level == Level.REGION:
        return actor.has(Role.OFFICER_REGION) and region in actor.regions
    return actor.has(Role.OFFICER_NATIONAL)


def can_plan_round(actor: Actor, level: str, unit_id: int | None, region: str, commune: str = "") -> Decision:
    return ALLOWED if serves_area(actor, level, unit_id, region, commune) else Denied("not_your_area")


def can_manage_round(actor: Actor, round_: SelectionRound) -> Decision:
    """Plan, appoint and call for entries: the officer of the area, who is no juror of the round."""
    if is_juror_of(actor, round_):
        return NOT_YOURS
    area = (round_.level, round_.unit_id, round_.region, round_.commune)
    return ALLOWED if serves_area(actor, *area) else NOT_YOURS


def can_see_secretariat(actor: Actor, round_: SelectionRound) -> Decision:
    """Dossiers and completeness: the officer of the area, chair and secretary."""
    if council_role(actor, round_) in {CHAIR, SECRETARY}:
        return ALLOWED
    return can_manage_round(actor, round_)


def is_support(actor: Actor, round_: SelectionRound) -> bool:
    """Whether the person is of the support team: it reads dossiers, handles samples and visits, decides nothing."""
    return (
        actor.has(Role.SUPPORT)
        and not is_juror_of(actor, round_)
        and any(member.user_id == actor.user_id for member in round_.supporters)
    )


def can_handle_dossiers(actor: Actor, round_: SelectionRound) -> Decision:
    """Accept and return dossiers: the secretary."""
    return ALLOWED if council_role(actor, round_) == SECRETARY else NOT_YOURS


def can_sign(actor: Actor, round_: SelectionRound) -> Decision:
    """Give one of the two signatures: the chair or the secretary, who is no juror; never an administrator."""
    role = council_role(actor, round_)
    if role not in {CHAIR, SECRETARY}:
        return NOT_YOURS
    if is_juror_of(actor, round_):
        return Denied("signer_is_juror")
    return ALLOWED if actor.second_factor else Denied("second_factor_needed")


def can_decide(actor: Actor, round_: SelectionRound) -> Decision:
    """Record the council's decisions: the chair or the secretary."""
    return ALLOWED if council_role(actor, round_) in {CHAIR, SECRETARY} else NOT_YOURS


def can_lead(actor: Actor, round_: SelectionRound) -> Decision:
    """The chair alone: decide conflicts, remove a juror, reopen a sheet."""
    return ALLOWED if council_role(actor, round_) == CHAIR else NOT_YOURS


def can_enter(actor: Actor, facility_id: int) -> Decision:
    """Enter a product of this facility."""
    return ALLOWED if actor.manages(facility_id) else Denied("not_your_facility")


def can_see_nomination(actor: Actor, nomination: Nomination) -> Decision:
    """The dossier with its producer: its facility, and the secretariat; a juror of the round never another's."""
    if nomination.facility_id in actor.facilities:
        return ALLOWED
    if nomination.state == NominationState.DRAFT or is_juror_of(actor, nomination.round):
        return HIDDEN
    may_see = is_support(actor, nomination.round) or can_see_secretariat(actor, nomination.round)
    return ALLOWED if may_see else HIDDEN


def can_edit_nomination(actor: Actor, nomination: Nomination) -> Decision:
    if not actor.manages(nomination.facility_id):
        return HIDDEN
    return ALLOWED if nomination.state in EDITABLE else Denied("dossier_locked")


def is_juror_of(actor: Actor, round_: SelectionRound) -> bool:
    """Whether the person is a juror of this round, even a removed one: what was seen cannot be unseen."""
    return actor.user_id is not None and any(
        juror.user_id == actor.user_id for panel in round_.panels for juror in panel.jurors
    )


def can_judge(actor: Actor, seat: Seat) -> Decision:
    """Work as this juror: the person, while not removed."""
    if seat.user_id != actor.user_id or seat.removed_at is not None:
        return HIDDEN
    return ALLOWED


def can_score(actor: Actor, seat: Seat, *, recused: bool) -> Decision:
    """Score a sheet of this juror. For a recused juror the sheet does not exist."""
    return HIDDEN if recused else can_judge(actor, seat)
