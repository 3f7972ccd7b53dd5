"""Who belongs to a facility: invited by mail, with a duty; changed, removed, leaving. One owner always stays."""

import secrets
from datetime import timedelta

from sqlalchemy import update

from app.accounts.addresses import checked_email
from app.accounts.models import Membership, User
from app.accounts.queries import get_user_by_email
from app.accounts.services.members import Scope, add_membership, end_membership, keep_an_owner
from app.accounts.services.registration import join_by_mail
from app.accounts.sessions.actors import named_actor
from app.accounts.sessions.store import end_sessions_of, key_hash
from app.core import audit
from app.core.actor import Actor, Duty, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.policy import authorize
from catalog.acts import load
from catalog.members.mails import mail_invitation
from catalog.members.queries import invitation_of, list_memberships, list_open_invitations
from catalog.models import Facility, FacilityInvitation
from catalog.policies import can_choose_members, can_see_facility

LIFETIME = timedelta(days=14)
MOST_OPEN = 20


def invite_member(
    actor: Actor, facility_id: int, email: str, duty: str, *, locale: str
) -> FacilityInvitation:
    """Send a link to an address; an earlier one to the same address stops working."""
    facility = load(Facility, facility_id)
    authorize(actor, can_choose_members, facility)
    address, chosen = checked_email(email), _duty(duty)
    user = get_user_by_email(address)
    if user is not None and any(row.user_id == user.id for row in list_memberships(facility_id)):
        raise RuleBroken("member_already", "email")
    mine = (FacilityInvitation.facility_id == facility_id) & FacilityInvitation.used_at.is_(None)
    db.session.execute(
        update(FacilityInvitation).where(mine, FacilityInvitation.email == address).values(
            used_at=utc_now(), withdrawn=True
        )
    )  # fmt: skip
    if len(list_open_invitations(facility_id)) >= MOST_OPEN:
        raise RuleBroken("invitations_many", "email", most=MOST_OPEN)
    key, now = secrets.token_urlsafe(24), utc_now()
    row = FacilityInvitation(
        facility_id=facility_id, email=address, duty=chosen, key_hash=key_hash(key), invited_by=actor.user_id,
        created_at=now, expires_at=now + LIFETIME,
    )  # fmt: skip
    db.session.add(row)
    audit.record(actor, "catalog.member.invite", row, facility_id=facility_id, duty=chosen.value)
    mail_invitation(row, key, by=actor.label, locale=user.locale if user is not None else locale)
    return row


def withdraw_invitation(actor: Actor, invitation_id: int) -> FacilityInvitation:
    """The link stops working."""
    row = load(FacilityInvitation, invitation_id)
    authorize(actor, can_choose_members, row.facility)
    if row.used_at is not None:
        raise Conflict("already_removed")
    _withdraw(actor, row)
    return row


def join_with_account(actor: Actor, key: str) -> Facility:
    """A person who is signed in with the invited address takes up the invitation."""
    row = invitation_of(key, lock=True)
    if actor.user_id is None or actor.email != row.email:
        raise NotAllowed("invited_as_other", email=row.email)
    return _join(db.session.get_one(User, actor.user_id), row)


def join_as_new(key: str, name: str, password_hash: str, *, locale: str) -> User:
    """A person without an account makes one by the invitation. Raises NotFound, Conflict("email_taken")."""
    row = invitation_of(key, lock=True)
    user = join_by_mail(row.email, name, password_hash, locale=locale)
    db.session.flush()
    _join(user, row)
    return user


def change_duty(actor: Actor, membership_id: int, duty: str) -> Membership:
    """Give a member another duty; the last owner keeps this one."""
    row, facility = _member(membership_id)
    authorize(actor, can_choose_members, facility)
    chosen = _duty(duty)
    if row.duty == Duty.OWNER and chosen != Duty.OWNER:
        keep_an_owner(row)
        _withdraw_invitations_of(actor, row)
    row.duty = chosen
    audit.record(actor, "catalog.member.change", row.user, facility_id=facility.id, duty=chosen.value)
    return row


def remove_member(actor: Actor, membership_id: int) -> Facility:
    """An owner removes a member, or a member leaves; never the last owner."""
    row, facility = _member(membership_id)
    is_own = row.user_id == actor.user_id
    authorize(actor, can_see_facility if is_own else can_choose_members, facility)
    if row.duty == Duty.OWNER:
        keep_an_owner(row)
        _withdraw_invitations_of(actor, row)
    end_membership(actor, row)
    if not is_own:
        end_sessions_of(row.user_id)
    return facility


def _join(user: User, row: FacilityInvitation) -> Facility:
    row.used_at = utc_now()
    actor = named_actor(user)
    add_membership(actor, user, Scope(Role.FACILITY, facility_id=row.facility_id), Duty(row.duty))
    audit.record(actor, "catalog.member.join", row, facility_id=row.facility_id)
    return row.facility


def _withdraw(actor: Actor, row: FacilityInvitation) -> None:
    row.used_at, row.withdrawn = utc_now(), True
    audit.record(actor, "catalog.member.withdraw_invitation", row, facility_id=row.facility_id)


def _withdraw_invitations_of(actor: Actor, owner: Membership) -> None:
    """Who may no longer invite leaves no link behind that still works."""
    for row in list_open_invitations(owner.facility_id or 0):
        if row.invited_by == owner.user_id:
            _withdraw(actor, row)


def _member(membership_id: int) -> tuple[Membership, Facility]:
    row = db.session.get(Membership, membership_id)
    if row is None or row.facility_id is None:
        raise NotFound("not_found")
    return row, load(Facility, row.facility_id)


def _duty(text: str) -> Duty:
    if text not in set(Duty):
        raise RuleBroken("choice_unknown", "duty")
    return Duty(text)
