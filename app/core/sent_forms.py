"""Forms that were sent: what came of each, so that a second press does nothing twice."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utc_now
from app.core.database.base import Base, db
from app.core.database.transaction import transaction

KEPT = timedelta(hours=24)
STUCK = timedelta(minutes=1)
"""After that long a form without an end was cut off; it may be sent again."""


class SentForm(Base):
    """One form as it was sent. key: digest of who sent what; location: where it led, empty while it is worked on."""

    __tablename__ = "sent_form"

    key: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


def begin_sent_form(key: str) -> bool:
    """Whether this form is sent for the first time; it is then noted as worked on."""
    with transaction() as session:
        there = session.get(SentForm, key)
        if there is not None and (there.location or there.at > utc_now() - STUCK):
            return False
        if there is not None:
            there.at = utc_now()
        else:
            session.add(SentForm(key=key, at=utc_now()))
        return True


def end_sent_form(key: str, location: str) -> None:
    """Note where the form led; an empty location: nothing was done, and it may be sent again."""
    with transaction() as session:
        there = session.get(SentForm, key)
        if there is not None and location:
            there.location = location
        elif there is not None:
            session.delete(there)


def find_sent_form(key: str) -> str | None:
    """Where the form led; empty while it is worked on, None when nothing is known of it."""
    db.session.rollback()  # another process may have written it since
    there = db.session.get(SentForm, key)
    found = there.location if there is not None else None
    db.session.rollback()
    return found


def delete_old_sent_forms() -> int:
    """Forget what is a day old; inside a transaction. Returns how many."""
    result = db.session.execute(delete(SentForm).where(SentForm.at < utc_now() - KEPT))
    return int(getattr(result, "rowcount", 0))
