"""API tokens and signed-in browsers of one's own account."""

import secrets

from sqlalchemy import delete, select

from app.accounts.credentials.confirmation import require_recent_confirmation
from app.accounts.models import ApiToken, User, UserSession
from app.accounts.policies import can_change_own_account
from app.accounts.queries import list_tokens
from app.accounts.sessions.actors import TOKEN_PREFIX
from app.accounts.sessions.store import end_sessions_of, key_hash
from app.core.actor import Actor
from app.core.audit import has_done, record
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize

MOST_TOKENS = 20
END_SESSION = "accounts.session.end_other"


def create_own_token(actor: Actor, name: str) -> str:
    """A new token for oneself, shown once; inside a transaction."""
    user = db.session.get_one(User, actor.user_id)
    authorize(actor, can_change_own_account, user)
    require_recent_confirmation(actor)
    if not name:
        raise RuleBroken("token_name", "name")
    if len(list_tokens(user.id)) >= MOST_TOKENS:
        raise RuleBroken("too_many_tokens", limit=MOST_TOKENS)
    return add_token(actor, user, name)


def add_token(actor: Actor, user: User, name: str) -> str:
    """A new token `tb_…` of 256 random bits for a person; only its hash is kept. Inside a transaction."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        key_hash=key_hash(secret), hint=secret[-4:], name=name, user_id=user.id, created_at=utc_now()
    )
    db.session.add(token)
    record(actor, "accounts.token.create", token, label=user.email, name=name)
    return secret


def revoke_token(actor: Actor, token_id: int) -> None:
    """End one of one's own tokens; inside a transaction.

    Raises Conflict already_removed; NotFound for anybody else's.
    """
    token = db.session.scalar(
        select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == actor.user_id)
    )
    if token is None:
        raise NotFound("not_found")
    if token.revoked_at is not None:
        raise Conflict("already_removed")
    authorize(actor, can_change_own_account, db.session.get_one(User, token.user_id))
    token.revoked_at = utc_now()
    record(actor, "accounts.token.revoke", token, label=actor.email, name=token.name)


def end_own_session(actor: Actor, session_id: int) -> None:
    """Sign one of one's own browsers out; inside a transaction. Raises as `revoke_token`."""
    authorize(actor, can_change_own_account, db.session.get_one(User, actor.user_id))
    mine = (UserSession.id == session_id) & (UserSession.user_id == actor.user_id)
    if getattr(db.session.execute(delete(UserSession).where(mine)), "rowcount", 0) != 1:
        again = has_done(actor, END_SESSION, ("user_session", session_id))
        raise Conflict("already_removed") if again else NotFound("not_found")
    record(actor, END_SESSION, ("user_session", session_id), label=actor.email)


def end_other_sessions(actor: Actor) -> int:
    """Sign every other browser out; inside a transaction. Returns how many."""
    user = db.session.get_one(User, actor.user_id)
    authorize(actor, can_change_own_account, user)
    ended = end_sessions_of(user.id, keep=actor.session_key)
    record(actor, "accounts.session.end_others", user, ended=ended)
    return ended
