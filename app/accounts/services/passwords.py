"""New passwords: checked, hashed outside the write lock and set; everything old ends."""

from app.accounts.credentials.password_rules import weakness
from app.accounts.credentials.passwords import hash_password, password_matches
from app.accounts.models import User
from app.accounts.policies import can_change_own_account
from app.accounts.queries import get_user_by_email
from app.accounts.services.mails import mail_password_changed, mail_reset
from app.accounts.sessions.actors import named_actor
from app.accounts.sessions.links import Purpose, use_link, void_links
from app.accounts.sessions.store import end_sessions_of
from app.core.actor import PUBLIC, Actor
from app.core.audit import record
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from app.core.text import nfc


def new_hash(password: str, *, email: str = "", name: str = "", field: str = "password") -> str:
    """The hash of a password that passes the rules; call it before the transaction. Raises RuleBroken."""
    check_strength(password, email=email, name=name, field=field)
    return hash_password(password)


def check_strength(password: str, *, email: str = "", name: str = "", field: str = "password") -> None:
    """Raises RuleBroken where a password does not pass the rules."""
    if code := weakness(nfc(password), email=email, name=name):
        raise RuleBroken(code, field)


def ask_reset(email: str, *, locale: str) -> None:
    """Mail a link to the owner of an address; says nothing about whether there is one. Inside a transaction."""
    user = get_user_by_email(email)
    if user is None or user.disabled_at is not None:
        record(PUBLIC, "accounts.password.ask_unknown", ("user", ""))
        return
    record(PUBLIC, "accounts.password.ask_reset", user)
    mail_reset(user, locale=locale)


def reset_password(key: str, password_hash: str) -> User:
    """Set a password by the link of a mail: proves the address too, and ends every session. In a transaction."""
    user = use_link(key, Purpose.RESET)
    user.email_verified_at = user.email_verified_at or utc_now()
    void_links(user.id, Purpose.VERIFY)
    _set(user, password_hash)
    end_sessions_of(user.id)
    record(named_actor(user), "accounts.password.reset", user)
    return user


def is_own_password(actor: Actor, password: str) -> bool:
    """Whether this is the person's present password; reads only, call it before the transaction."""
    user = db.session.get_one(User, actor.user_id)
    return password_matches(user.password_hash, password)


def check_own_password(actor: Actor, password: str, *, field: str) -> None:
    """Raises RuleBroken("password_wrong") when this is not the person's present password."""
    if not is_own_password(actor, password):
        raise RuleBroken("password_wrong", field)


def change_password(actor: Actor, password_hash: str) -> None:
    """Set a new password; every other session of the person ends. Inside a transaction."""
    user = db.session.get_one(User, actor.user_id)
    authorize(actor, can_change_own_account, user)
    _set(user, password_hash)
    end_sessions_of(user.id, keep=actor.session_key)
    record(actor, "accounts.password.change", user)


def _set(user: User, password_hash: str) -> None:
    user.password_hash = password_hash
    user.password_changed_at = utc_now()
    void_links(user.id, Purpose.RESET)
    mail_password_changed(user)
