"""The second factor: set-up, check, replacement, removal."""

import secrets

from sqlalchemy import delete, select

from app.accounts.credentials.confirmation import require_recent_confirmation
from app.accounts.credentials.totp import matching_step, normal_code
from app.accounts.models import RecoveryCode, User
from app.accounts.policies import can_change_own_account, can_set_up_second_factor
from app.accounts.services.mails import mail_second_factor_changed
from app.accounts.sessions.actors import second_factor_due
from app.accounts.sessions.store import end_sessions_of, key_hash
from app.core.actor import Actor
from app.core.audit import record
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import NotAllowed, RuleBroken
from app.core.policy import authorize

CODES = 10
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 16


def set_up(actor: Actor, secret: str, code: str) -> list[str]:
    """Switch the second factor on with a first right code; returns the recovery codes, shown once.

    Other sessions of the person end. Inside a transaction. Raises RuleBroken("code_wrong").
    """
    user = _person(actor)
    authorize(actor, can_set_up_second_factor, user)
    require_recent_confirmation(actor)
    step = matching_step(secret, code, utc_now(), after=0)
    if step is None:
        raise RuleBroken("code_wrong", "code")
    user.totp_secret, user.totp_confirmed_at, user.totp_last_step = secret, utc_now(), step
    end_sessions_of(user.id, keep=actor.session_key)
    record(actor, "accounts.second_factor.set_up", user)
    mail_second_factor_changed(user)
    return _new_codes(user.id)


def show(actor: Actor, code: str) -> None:
    """Accept a code of the app, or one recovery code, each once; inside a transaction. Raises RuleBroken."""
    user = _person(actor)
    if user.totp_confirmed_at is None:
        raise RuleBroken("code_wrong", "code")
    step = matching_step(user.totp_secret, code, utc_now(), after=user.totp_last_step)
    if step is not None:
        user.totp_last_step = step
        record(actor, "accounts.second_factor.show", user)
    elif _use_recovery_code(user.id, code):
        record(actor, "accounts.second_factor.recover", user)
        mail_second_factor_changed(user)
    else:
        raise RuleBroken("code_wrong", "code")


def note_wrong_code(actor: Actor) -> None:
    """Put a refused code on record; inside a transaction."""
    record(actor, "accounts.second_factor.refuse", ("user", actor.user_id), label=actor.email)


def renew_recovery_codes(actor: Actor) -> list[str]:
    """New recovery codes instead of the old ones; inside a transaction."""
    user = _person(actor)
    authorize(actor, can_change_own_account, user)
    require_recent_confirmation(actor)
    record(actor, "accounts.second_factor.renew_codes", user)
    return _new_codes(user.id)


def switch_off(actor: Actor) -> None:
    """Remove the second factor if no role requires it; inside a transaction."""
    user = _person(actor)
    authorize(actor, can_change_own_account, user)
    require_recent_confirmation(actor)
    if user.has_role_with_second_factor and not user.second_factor_waived:
        raise NotAllowed("second_factor_kept")
    forget(user)
    record(actor, "accounts.second_factor.switch_off", user)
    mail_second_factor_changed(user)


def forget(user: User) -> None:
    """Remove secret and recovery codes; inside a transaction."""
    user.totp_secret, user.totp_confirmed_at = "", None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def is_due(actor: Actor) -> bool:
    """Whether the person must show or set up a second factor to go on."""
    return second_factor_due(db.session.get_one(User, actor.user_id)) and not actor.second_factor


def _person(actor: Actor) -> User:
    """The user, locked: of two requests with one code the second must see that it was used."""
    return db.session.get_one(User, actor.user_id, with_for_update=True)


def _new_codes(user_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(CODES)]
    db.session.add_all(RecoveryCode(user_id=user_id, code_hash=key_hash(code)) for code in codes)
    return ["-".join(code[start : start + 4] for start in range(0, _LENGTH, 4)) for code in codes]


def _use_recovery_code(user_id: int, code: str) -> bool:
    query = select(RecoveryCode).where(
        RecoveryCode.user_id == user_id,
        RecoveryCode.code_hash == key_hash(normal_code(code)),
        RecoveryCode.used_at.is_(None),
    )
    row = db.session.scalar(query.with_for_update())
    if row is None:
        return False
    row.used_at = utc_now()
    return True
