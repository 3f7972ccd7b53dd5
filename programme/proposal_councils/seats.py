"""Who may sit in a council, and how a member who may not any more is stood down and replaced."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import Membership, User
from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from catalog import fields
from programme.models import CouncilSeat, Proposal, ProposalCouncil
from programme.proposal_councils.kinds import Post
from programme.proposal_councils.mails import seats_called
from programme.proposal_councils.policies import SEATED, can_call_council


def stand_down(
    actor: Actor, council_id: int, seat_id: int, reason: str, successor: int | None = None
) -> ProposalCouncil:
    """Who calls councils takes a member out, with a reason, before the minutes hold; what was signed is signed anew.

    successor: who takes the seat, needed for chair and secretary; a plain member may move up.
    """
    council = _load_to_seat(actor, council_id)
    seat = next((each for each in council.sitting if each.id == seat_id), None)
    if seat is None:
        raise NotFound("not_found")
    fields.required(reason.strip(), "reason")
    if successor is not None:
        _seat_successor(council, seat, successor)
    elif seat.post != Post.MEMBER:
        raise RuleBroken("council_successor", "successor")
    seat.stood_down_at, seat.stood_down_by, seat.stood_down_reason = utc_now(), actor.user_id, reason.strip()
    _changed(council)
    audit.record(
        actor, "programme.proposal_council.stand_down", council, name=seat.user.name, reason=reason.strip()
    )
    return council


def put_back(actor: Actor, council_id: int, seat_id: int) -> ProposalCouncil:
    """Who was taken out by mistake sits there again, as a plain member who says anew what they find."""
    council = _load_to_seat(actor, council_id)
    seat = next((each for each in council.seats if each.id == seat_id and each.stood_down_at), None)
    if seat is None:
        raise NotFound("not_found")
    check_seat(council.proposal, seat.user_id, "")
    _sit_again(seat, Post.MEMBER)
    _changed(council)
    audit.record(actor, "programme.proposal_council.put_back", council, name=seat.user.name)
    return council


def raise_version(council: ProposalCouncil) -> None:
    """Whoever saw the council before sees it anew before they write or sign its minutes."""
    flag_modified(council, "decision")  # a change of its seats alone would leave the version as it is


def check_seat(row: Proposal, user_id: int, field: str) -> None:
    """Raises RuleBroken where the person has no such role any more, or belongs to the facility that asks."""
    roles = set(db.session.scalars(select(Membership.role).where(Membership.user_id == user_id)))
    user = db.session.get(User, user_id)
    if user is None or user.disabled_at is not None or roles.isdisjoint(SEATED):
        raise RuleBroken("council_seat", field)
    if belonging([user_id], row):
        raise RuleBroken("council_own_facility", field, name=user.name)


def belonging(user_ids: Sequence[int], row: Proposal) -> set[int]:
    """Who of these people belongs to the facility that asks, by now."""
    if row.facility_id is None:
        return set()
    of_facility = select(Membership.user_id).where(
        Membership.user_id.in_(user_ids), Membership.facility_id == row.facility_id
    )
    return set(db.session.scalars(of_facility))


def refuse_over(council: ProposalCouncil) -> None:
    """Raises Conflict where the council has ended."""
    if council.closed_at is not None:
        raise Conflict("council_closed")
    if council.is_signed:
        raise Conflict("council_signed")


def load_council(council_id: int, version: int | None = None) -> ProposalCouncil:
    """For a change; version: what the person saw. Raises NotFound or Conflict."""
    council = db.session.get(ProposalCouncil, council_id, with_for_update=True)
    if council is None:
        raise NotFound("not_found")
    if version is not None and council.version != version:
        raise Conflict("stale")
    return council


def _seat_successor(council: ProposalCouncil, seat: CouncilSeat, user_id: int) -> None:
    check_seat(council.proposal, user_id, "successor")
    there = next((each for each in council.seats if each.user_id == user_id), None)
    if there is None:
        there = CouncilSeat(user_id=user_id, post=seat.post)
        council.seats.append(there)
        db.session.flush()
        seats_called(council, [there])
    elif there.stood_down_at is not None:
        _sit_again(there, seat.post)
    elif there.post != Post.MEMBER or seat.post == Post.MEMBER:
        raise RuleBroken("council_successor", "successor")
    there.post = seat.post


def _load_to_seat(actor: Actor, council_id: int) -> ProposalCouncil:
    """A council whose seats the person may change, until it has ended."""
    council = load_council(council_id)
    authorize(actor, can_call_council, council.proposal)
    refuse_over(council)
    return council


def _changed(council: ProposalCouncil) -> None:
    council.chair_signed_at = council.secretary_signed_at = None
    raise_version(council)


def _sit_again(seat: CouncilSeat, post: str) -> None:
    """Why the person was taken out stays in the register of acts."""
    seat.post, seat.agrees, seat.opinion, seat.given_at = post, None, "", None
    seat.stood_down_at, seat.stood_down_by, seat.stood_down_reason = None, None, ""
    seats_called(seat.council, [seat])
