"""Who may do what with accounts: every branch."""

from datetime import UTC, datetime

from app.accounts import policies
from app.accounts.models import User
from app.core.actor import PUBLIC, Actor, Role
from app.core.policy import ALLOWED, HIDDEN, Denied

OWN = Actor(user_id=1, roles=frozenset({Role.ADMIN}), second_factor=True)
HALF = Actor(user_id=1, roles=frozenset({Role.ADMIN}))
OTHER = Actor(user_id=2, roles=frozenset({Role.JUROR}), second_factor=True)
STEP_MISSING = Denied("second_factor_required")


def user(confirmed=None):
    return User(id=1, totp_confirmed_at=confirmed)


def test_only_administrators_manage_accounts():
    assert [policies.can_manage_users(actor) for actor in (OWN, OTHER)] == [ALLOWED, Denied()]


def test_own_account_is_changed_only_by_its_owner_once_fully_signed_in():
    verdicts = [policies.can_change_own_account(actor, user()) for actor in (PUBLIC, OTHER, HALF, OWN)]
    assert verdicts == [HIDDEN, HIDDEN, STEP_MISSING, ALLOWED]


def test_second_factor_is_set_up_half_signed_in_and_replaced_only_with_the_present_one():
    confirmed = user(datetime(2026, 1, 1, tzinfo=UTC))
    first = [policies.can_set_up_second_factor(actor, user()) for actor in (PUBLIC, OTHER, HALF, OWN)]
    later = [policies.can_set_up_second_factor(actor, confirmed) for actor in (HALF, OWN)]
    assert (first, later) == ([HIDDEN, HIDDEN, ALLOWED, ALLOWED], [STEP_MISSING, ALLOWED])
