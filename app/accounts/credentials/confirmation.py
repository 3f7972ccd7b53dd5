"""Important acts need a person who has just proved who they are."""

from datetime import timedelta

from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.errors import NotAllowed

RECENT = timedelta(minutes=15)


class ConfirmationNeeded(NotAllowed):
    """The web answers by asking for the password or code, and then leads back to the form as it was."""

    def __init__(self) -> None:
        super().__init__("confirmation_needed")


def recently_confirmed(actor: Actor) -> bool:
    """Whether the person signed in or confirmed in the last 15 minutes, in this session."""
    return actor.confirmed_at is not None and utc_now() - actor.confirmed_at <= RECENT


def require_recent_confirmation(actor: Actor) -> None:
    """For closing, publishing and the like, as the second line of the use case. Raises ConfirmationNeeded; API
    tokens, jobs and the command line have no such proof and are always refused.
    """
    if not recently_confirmed(actor):
        raise ConfirmationNeeded
