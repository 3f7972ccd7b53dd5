"""Who may do what with accounts."""

from app.accounts.models import User
from app.core.actor import Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied


def can_manage_users(actor: Actor) -> Decision:
    """Invite, give and take roles, disable, read the register of acts, jobs and mails."""
    return ALLOWED if actor.has(Role.ADMIN) else Denied()


def can_change_own_account(actor: Actor, user: User) -> Decision:
    """Password, second factor, tokens, sessions: only one's own, and only once fully signed in."""
    if actor.user_id is None or actor.user_id != user.id:
        return HIDDEN
    return ALLOWED if actor.second_factor else Denied("second_factor_required")


def can_set_up_second_factor(actor: Actor, user: User) -> Decision:
    """The first one may be set up in the middle of signing in; to replace it, the present one comes first."""
    if actor.user_id is None or actor.user_id != user.id:
        return HIDDEN
    if user.totp_confirmed_at is not None and not actor.second_factor:
        return Denied("second_factor_required")
    return ALLOWED
