"""Members of a facility and open invitations."""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, User
from app.accounts.sessions.store import key_hash
from app.core.actor import Duty, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound
from catalog.models import FacilityInvitation


def list_memberships(facility_id: int) -> list[Membership]:
    """Of people whose account works, the earliest first."""
    query = select(Membership).join(User, User.id == Membership.user_id).options(joinedload(Membership.user))
    mine = (Membership.facility_id == facility_id) & (Membership.role == Role.FACILITY)
    return list(db.session.scalars(query.where(mine, User.disabled_at.is_(None)).order_by(Membership.id)))


def list_open_invitations(facility_id: int) -> list[FacilityInvitation]:
    """Sent and not yet taken up, the latest first."""
    query = select(FacilityInvitation).where(FacilityInvitation.facility_id == facility_id, *_open())
    return list(db.session.scalars(query.order_by(FacilityInvitation.id.desc())))


def invitation_of(key: str, *, lock: bool = False) -> FacilityInvitation:
    """By the secret of its link. Raises NotFound("link_dead")."""
    query = select(FacilityInvitation).where(FacilityInvitation.key_hash == key_hash(key), *_open())
    row = db.session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound("link_dead")
    return row


def _open() -> tuple[ColumnElement[bool], ...]:
    """Whoever sent it is an owner still: an administrator may have taken that away, or disabled the account."""
    is_sender = (
        (Membership.user_id == FacilityInvitation.invited_by)
        & (Membership.facility_id == FacilityInvitation.facility_id)
        & (Membership.role == Role.FACILITY)
        & (Membership.duty == Duty.OWNER)
        & (User.id == Membership.user_id)
        & User.disabled_at.is_(None)
    )
    return (
        FacilityInvitation.used_at.is_(None),
        FacilityInvitation.expires_at > utc_now(),
        FacilityInvitation.invited_by.is_(None) | exists().where(is_sender),
    )
