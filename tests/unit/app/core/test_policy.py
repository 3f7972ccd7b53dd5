import pytest

from app.core.actor import PUBLIC, Actor, Role
from app.core.errors import NotAllowed, NotFound
from app.core.policy import ALLOWED, HIDDEN, Decision, Denied, authorize


def rule(actor: Actor, answer: Decision) -> Decision:
    return answer


def test_allowed_goes_on() -> None:
    authorize(PUBLIC, rule, ALLOWED)
    assert ALLOWED


def test_denied_says_its_code() -> None:
    with pytest.raises(NotAllowed, match="not_your_area"):
        authorize(PUBLIC, rule, Denied("not_your_area"))
    assert not Denied()


def test_hidden_is_not_found() -> None:
    with pytest.raises(NotFound):
        authorize(PUBLIC, rule, HIDDEN)


def test_actor_roles() -> None:
    officer = Actor(user_id=1, roles=frozenset({Role.OFFICER_PROVINCE}))
    assert (officer.is_officer, officer.is_anonymous, officer.has(Role.JUROR)) == (True, False, False)
    assert (PUBLIC.is_officer, PUBLIC.is_anonymous) == (False, True)
