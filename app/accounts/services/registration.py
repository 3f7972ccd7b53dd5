"""How people get accounts: facilities register themselves, everyone else is invited."""

from app.accounts.models import User
from app.accounts.queries import get_user_by_email
from app.accounts.services.mails import mail_known_address, mail_verify
from app.accounts.sessions.actors import named_actor
from app.accounts.sessions.links import Purpose, use_link
from app.core.actor import PUBLIC, Actor
from app.core.audit import record
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict


def register(email: str, name: str, password_hash: str, *, locale: str) -> None:
    """Make an account, or tell the owner of an existing one by mail; the caller cannot see which. In a transaction."""
    user = get_user_by_email(email)
    if user is None:
        user = User(email=email, name=name, locale=locale, password_hash=password_hash, created_at=utc_now())
        db.session.add(user)
        record(PUBLIC, "accounts.user.register", user)
        mail_verify(user, locale=locale)
        return
    record(PUBLIC, "accounts.user.register_again", user)
    if user.disabled_at is None and user.email_verified_at is None and user.password_hash:
        mail_verify(user, locale=locale)
    elif user.disabled_at is None:
        mail_known_address(user, locale=locale)


def send_verification(actor: Actor) -> bool:
    """Send the confirmation mail again; False when the address is confirmed already. Inside a transaction."""
    user = db.session.get_one(User, actor.user_id)
    if user.email_verified_at is not None:
        return False
    record(actor, "accounts.email.ask_verify", user)
    mail_verify(user, locale=user.locale)
    return True


def verify_email(key: str) -> User:
    """Confirm the address by the link of a mail; inside a transaction.

    The page asks for the password first: the person who opens the mail must also be the one who registered,
    or a stranger's account could be confirmed by its victim.
    """
    user = use_link(key, Purpose.VERIFY)
    user.email_verified_at = user.email_verified_at or utc_now()
    record(named_actor(user), "accounts.email.verify", user)
    return user


def join_by_mail(email: str, name: str, password_hash: str, *, locale: str) -> User:
    """The account of a person whom a link in a mail proves to own the address; none of that address is in use yet.

    Inside a transaction. Raises Conflict("email_taken").
    """
    user = get_user_by_email(email)
    if user is None:
        user = User(email=email, locale=locale, created_at=utc_now())
        db.session.add(user)
    elif user.password_hash or user.disabled_at is not None:
        raise Conflict("email_taken", "email")
    now = utc_now()
    user.name, user.password_hash, user.password_changed_at = name, password_hash, now
    user.email_verified_at = user.email_verified_at or now
    record(named_actor(user), "accounts.invitation.accept", user)
    return user


def accept_invitation(key: str, name: str, password_hash: str) -> User:
    """Take up an invitation: name, password, address confirmed. Inside a transaction."""
    user = use_link(key, Purpose.INVITE)
    now = utc_now()
    user.name, user.password_hash, user.password_changed_at = name, password_hash, now
    user.email_verified_at = user.email_verified_at or now
    record(named_actor(user), "accounts.invitation.accept", user)
    return user
