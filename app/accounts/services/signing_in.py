"""Signing in: checks passwords, records sign-ins and refusals."""

from app.accounts.credentials.passwords import hash_password, is_outdated, password_matches
from app.accounts.installation import account_setup
from app.accounts.models import User
from app.accounts.queries import get_user_by_email
from app.accounts.sessions.actors import named_actor
from app.core.actor import PUBLIC, Actor
from app.core.audit import record
from app.core.database.base import db


def find_person(email: str, password: str) -> int | None:
    """The id of the person whom address and password prove; None in every other case, after the same time.

    Reads only: the hash takes long and must not hold the write lock.
    """
    user = get_user_by_email(email)
    right = password_matches(user.password_hash if user else "", password)
    if user is None or not right or user.disabled_at is not None:
        return None
    if user.email_verified_at is None and account_setup().confirm_email_first:
        return None
    return user.id


def note_sign_in(user_id: int, password: str, *, device: str) -> User:
    """Put a sign-in on record and renew an outdated hash; inside a transaction."""
    user = db.session.get_one(User, user_id)
    if is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    record(named_actor(user), "accounts.session.start", user, device=device)
    return user


def note_refusal(email: str) -> None:
    """Put a refused sign-in on record; inside a transaction. The typed address is not stored if it belongs to
    nobody.
    """
    user = get_user_by_email(email)
    record(PUBLIC, "accounts.session.refuse", user if user is not None else ("user", ""))


def note_sign_out(actor: Actor) -> None:
    record(actor, "accounts.session.end", ("user", actor.user_id), label=actor.email)
