"""A deadline that has refused somebody refuses from then on, whatever the server's clock says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from voting.models import SelectionRound

LATE = {"scoring_closed": "scoring", "entries_closed": "entries"}
"""Refusals by a deadline, each with the part of the round it ends."""


@contextmanager
def deadline_transaction(round_id: int | Callable[[], int]) -> Iterator[None]:
    """A transaction whose refusal for lateness is recorded: it latches the deadline.

    round_id: may be found when it is needed; 0 is no round.
    """
    try:
        with transaction():
            yield
    except DomainError as error:
        if part := LATE.get(error.code):
            with transaction():
                _latch(round_id if isinstance(round_id, int) else round_id(), part)
        raise


def _latch(round_id: int, part: str) -> None:
    round_ = db.session.get(SelectionRound, round_id, with_for_update=True)
    until = getattr(round_, f"{part}_until") if round_ is not None else None
    if until is not None and utc_now() >= until and getattr(round_, f"{part}_late_for") != until:
        setattr(round_, f"{part}_late_for", until)
