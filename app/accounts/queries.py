"""Reads of accounts."""

from collections.abc import Collection

from sqlalchemy import select

from app.accounts.addresses import email_key
from app.accounts.models import ApiToken, Membership, RecoveryCode, User, UserSession
from app.core.actor import Duty, Role
from app.core.clock import utc_now
from app.core.database.base import db


def get_user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email_key(email)))


def list_facility_members(facility_id: int) -> list[User]:
    """Who can sign in for a facility, by id."""
    return list_members_of({facility_id})[facility_id]


def list_members_of(facility_ids: Collection[int]) -> dict[int, list[User]]:
    """Who can sign in for each of these facilities, by id; of one without anybody nobody."""
    query = (
        select(Membership.facility_id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.facility_id.in_(facility_ids),
            Membership.role == Role.FACILITY,
            User.disabled_at.is_(None),
        )
        .order_by(User.id)
    )
    found: dict[int, dict[int, User]] = {facility_id: {} for facility_id in facility_ids}
    for facility_id, user in db.session.execute(query):
        found[facility_id or 0][user.id] = user  # one is asked for, so there is one
    return {facility_id: list(people.values()) for facility_id, people in found.items()}


def list_facility_owners(facility_id: int) -> list[User]:
    """Who decides for a facility and can sign in, by id."""
    return _list_on_duty(facility_id, (Duty.OWNER,))


def list_facility_managers(facility_id: int) -> list[User]:
    """Who looks after a facility's listings, papers and entries and can sign in, by id: no recorders of lots."""
    return _list_on_duty(facility_id, (Duty.OWNER, Duty.EDITOR))


def list_sessions(user_id: int) -> list[UserSession]:
    """The signed-in browsers of a person, the latest first."""
    query = select(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at > utc_now())
    return list(db.session.scalars(query.order_by(UserSession.seen_at.desc())))


def list_tokens(user_id: int) -> list[ApiToken]:
    """The API tokens of a person that work, the latest first."""
    query = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return list(db.session.scalars(query.order_by(ApiToken.id.desc())))


def count_recovery_codes(user_id: int) -> int:
    """How many recovery codes are left."""
    query = select(RecoveryCode.id).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return len(db.session.scalars(query).all())


def _list_on_duty(facility_id: int, duties: Collection[Duty]) -> list[User]:
    theirs = (
        (Membership.facility_id == facility_id)
        & (Membership.role == Role.FACILITY)
        & Membership.duty.in_(duties)
    )
    query = select(User).where(User.memberships.any(theirs), User.disabled_at.is_(None))
    return list(db.session.scalars(query.order_by(User.id)))
