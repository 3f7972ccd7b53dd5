"""From a signed-in session or an API token to the Actor that use cases judge."""

from collections.abc import Sequence
from typing import Any, cast

from flask import g, has_request_context, request
from flask.globals import request_ctx
from flask_login import LoginManager, current_user
from flask_login.mixins import UserMixin
from sqlalchemy import bindparam, select

from app.accounts.models import ApiToken, Membership, User
from app.accounts.sessions.store import Session, key_hash
from app.core.actor import PUBLIC, Actor, Duty, Role
from app.core.database.base import db
from app.core.database.reading import Prepared, reading

TOKEN_PREFIX = "tb_"  # noqa: S105  # the mark by which leaked tokens are found


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """What Flask-Login carries: the id of the user and nothing that could go stale."""

    def __init__(self, user_id: int) -> None:
        self.id = user_id


login_manager = LoginManager()
login_manager.session_protection = None  # our sessions are server-side rows


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login carries no types
def load_signed_in(user_id: str) -> SignedIn | None:
    """The Flask-Login user of a session, while its server-side row lives."""
    row = our_session().row
    return SignedIn(row.user_id) if row is not None and str(row.user_id) == user_id else None


def our_session() -> Session:
    """Flask's session of this request as the class it is, loaded."""
    found = cast("Session", request_ctx.session)
    len(found)  # loads it
    return found


def load_actor() -> Actor:
    """Who sends the request: an API token if there is one, else the session, else the public. Rights are read
    again.
    """
    header = request.headers.get("Authorization", "") if has_request_context() else ""
    if header.startswith("Bearer "):
        return _token_actor(header[len("Bearer ") :].strip())
    if not current_user.is_authenticated:
        return PUBLIC
    user = db.session.get(User, current_user.id)
    if user is None or user.disabled_at is not None:
        return PUBLIC
    row = our_session().row
    assert row is not None
    g.second_factor_waived = user.second_factor_waived and user.has_role_with_second_factor
    return actor_of(
        user,
        second_factor=row.second_factor_at is not None or not second_factor_due(user),
        confirmed_at=row.confirmed_at,
        session_key=row.key_hash,
    )


def second_factor_due(user: User) -> bool:
    """Whether a sign-in of this person is incomplete without a second factor: it is set up, or a role asks for it."""
    if user.totp_confirmed_at is not None:
        return True
    return user.has_role_with_second_factor and not user.second_factor_waived


_MEMBERSHIP = tuple(
    getattr(Membership, name) for name in ("role", "facility_id", "duty", "unit_id", "commune", "region")
)
_OF_TOKEN = Prepared(
    select(User.id.label("user_id"), User.name, User.email, *_MEMBERSHIP)
    .join(ApiToken, ApiToken.user_id == User.id)
    .outerjoin(Membership, Membership.user_id == User.id)
    .where(ApiToken.key_hash == bindparam("hash"), ApiToken.revoked_at.is_(None), User.disabled_at.is_(None))
)


def _token_actor(secret: str) -> Actor:
    """Read by columns, in one statement, for machines ask often."""
    rows: Sequence[Any] = ()
    if secret.startswith(TOKEN_PREFIX):
        with reading() as source:
            rows = _OF_TOKEN.all(source, hash=key_hash(secret))
    g.by_token = bool(rows)
    if not rows:
        return PUBLIC
    memberships = [row for row in rows if row.role is not None]
    return _actor(rows[0].user_id, rows[0], memberships, second_factor=True)


def named_actor(user: User) -> Actor:
    """Who somebody is, without any role: for the record of what they do to their own account."""
    return Actor(user_id=user.id, label=user.name or user.email, email=user.email)


def actor_of(user: User, **session_facts: object) -> Actor:
    """The Actor of a user: roles and scopes of the memberships as they are now."""
    return _actor(user.id, user, user.memberships, **session_facts)


def _actor(user_id: int, named: Any, memberships: Sequence[Any], **session_facts: Any) -> Actor:
    """named: has `name` and `email`. memberships: rows with the columns of one."""
    return Actor(
        user_id=user_id,
        label=named.name or named.email,
        email=named.email,
        roles=frozenset(Role(m.role) for m in memberships),
        facilities=frozenset(m.facility_id for m in memberships if m.facility_id is not None),
        owned=_facilities_with(memberships, Duty.OWNER),
        recorded=_facilities_with(memberships, Duty.RECORDER),
        provinces=_units_as(memberships, Role.OFFICER_PROVINCE),
        centres=_units_as(memberships, Role.PROGRAMME_EDITOR),
        communes=frozenset(m.commune for m in memberships if m.commune),
        regions=frozenset(m.region for m in memberships if m.region),
        **session_facts,
    )


def _facilities_with(memberships: Sequence[Any], duty: Duty) -> frozenset[int]:
    return frozenset(m.facility_id for m in memberships if m.facility_id is not None and m.duty == duty)


def _units_as(memberships: Sequence[Any], role: Role) -> frozenset[int]:
    return frozenset(m.unit_id for m in memberships if m.unit_id is not None and m.role == role)
