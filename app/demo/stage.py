"""The demonstration's past, counted in days from the moment of loading."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from app.core.actor import Actor
from app.core.clock import VIETNAM, FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.demo.people import person_actor


class Stage:
    """Acts are run at days before (negative) or after the loading. now: aware."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or utc_now()

    def moment(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of a day in Việt Nam."""
        day = self.now.astimezone(VIETNAM) + timedelta(days=days)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def day(self, days: int) -> date:
        return self.moment(days).date()

    @contextmanager
    def at(self, days: int, hour: int = 9, minute: int = 0) -> Iterator[FixedClock]:
        """Put the clock to a moment for the block."""
        clock = FixedClock(self.moment(days, hour, minute))
        with use_clock(clock):
            yield clock


def act(key: str, use_case: Any, *args: Any, **kwargs: Any) -> Any:
    """One use case by one person, inside the transaction of the whole demonstration; the id of the row it gives.

    What was read before is forgotten, as if each act were a request of its own.
    """
    actor: Actor = person_actor(key)
    made = use_case(actor, *args, **kwargs)
    db.session.flush()
    row_id = getattr(made, "id", made)
    db.session.expire_all()
    return row_id
