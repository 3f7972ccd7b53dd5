"""Single-use links sent by mail: the address contains the secret, the table its hash."""

import secrets
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update

from app.accounts.models import SecretLink, User
from app.accounts.sessions.store import key_hash
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotFound


class Purpose(StrEnum):
    VERIFY = "verify"
    RESET = "reset"
    INVITE = "invite"


LIFETIMES = {
    Purpose.VERIFY: timedelta(days=3),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITE: timedelta(days=14),
}


def make_link(user: User, purpose: Purpose) -> str:
    """A new secret of 192 random bits; earlier links of the same purpose die. Inside a transaction."""
    now = utc_now()
    void_links(user.id, purpose)
    key = secrets.token_urlsafe(24)
    db.session.add(
        SecretLink(
            key_hash=key_hash(key),
            purpose=purpose,
            user_id=user.id,
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    return key


def void_links(user_id: int, purpose: Purpose) -> None:
    """Make the open links of a purpose useless; inside a transaction."""
    mine = (SecretLink.user_id == user_id) & (SecretLink.purpose == purpose) & SecretLink.used_at.is_(None)
    db.session.execute(update(SecretLink).where(mine).values(used_at=utc_now()))


def person_of_link(key: str, purpose: Purpose) -> User:
    """The person of a valid link; it stays usable. Raises NotFound("link_dead")."""
    return db.session.get_one(User, _live(key, purpose).user_id)


def use_link(key: str, purpose: Purpose) -> User:
    """The person of the link, which never works again; inside a transaction. Raises NotFound("link_dead")."""
    link = _live(key, purpose)
    link.used_at = utc_now()
    return db.session.get_one(User, link.user_id)


def delete_old_links() -> int:
    """Remove links that ended a month ago; inside a transaction."""
    query = delete(SecretLink).where(SecretLink.expires_at < utc_now() - timedelta(days=30))
    return int(getattr(db.session.execute(query), "rowcount", 0))


def _live(key: str, purpose: Purpose) -> SecretLink:
    query = (
        select(SecretLink)
        .join(User, User.id == SecretLink.user_id)
        .where(
            SecretLink.key_hash == key_hash(key),
            SecretLink.purpose == purpose,
            SecretLink.used_at.is_(None),
            SecretLink.expires_at > utc_now(),
            User.disabled_at.is_(None),
        )
    )
    link = db.session.scalar(query.with_for_update(of=SecretLink))
    if link is None:
        raise NotFound("link_dead")
    return link
