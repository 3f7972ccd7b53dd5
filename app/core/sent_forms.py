"""Forms that were sent: a mark committed with the work, so that a second submission does nothing twice."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.audit import first_recorded
from app.core.clock import utc_now
from app.core.database.base import Base, db
from app.core.database.transaction import transaction

KEPT = timedelta(hours=24)
WAIT = 1.0
"""Seconds that an answer waits to note where it led; without the note the subject of the act tells it."""


class AlreadySent(Exception):
    """The work of this form was committed before; nothing is done. key: of the form."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class SentForm(Base):
    """One form whose work is done. key: digest of who sent what; location: where it led, or until that is noted
    `kind:id` of what the first act of the work was about.
    """

    __tablename__ = "sent_form"

    key: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


def mark_sent_form(session: Session, key: str) -> None:
    """At the beginning of the work's transaction. Raises AlreadySent."""
    if session.get(SentForm, key) is not None:
        raise AlreadySent(key)
    session.add(SentForm(key=key, at=utc_now()))
    try:
        session.flush()
    except IntegrityError as error:  # PostgreSQL: another node was faster by a moment
        raise AlreadySent(key) from error


def end_form(session: Session, key: str) -> None:
    """Note in the work's transaction that nothing more of a form is to be kept; said twice it is no fault."""
    if session.get(SentForm, key) is None:
        session.add(SentForm(key=key, at=utc_now()))


def is_ended(session: Session, key: str) -> bool:
    """Whether `end_form` was told of it, in the last day."""
    return session.get(SentForm, key) is not None


def note_subject(session: Session, key: str) -> None:
    """At the end of the work's transaction."""
    if (subject := first_recorded(session)) is not None:
        session.get_one(SentForm, key).location = f"{subject[0]}:{subject[1]}"


def note_location(key: str, location: str) -> None:
    """Record where the answer led; an empty location means nowhere, and the form may be sent again."""
    this = SentForm.key == key
    with transaction(wait=WAIT, aside=True) as session:
        session.execute(
            update(SentForm).where(this).values(location=location)
            if location
            else delete(SentForm).where(this)
        )


def find_sent_form(key: str) -> str | None:
    """Where the form led, or `kind:id`, or empty; None when it was not sent or its work was not done."""
    db.session.rollback()  # another process may have written it since
    there = db.session.get(SentForm, key)
    found = there.location if there is not None else None
    db.session.rollback()
    return found


def delete_old_sent_forms() -> int:
    """Delete what is a day old; inside a transaction. Returns how many."""
    result = db.session.execute(delete(SentForm).where(SentForm.at < utc_now() - KEPT))
    return int(getattr(result, "rowcount", 0))
