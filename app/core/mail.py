"""The outbox: a mail is a row written with the change that it reports, sent by a job afterwards, at most
once. Before a mail is sent its row says so. If it is unknown whether a server has accepted it (this process
was killed, the connection broke behind the text), nobody sends it again but a person who has been told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.transaction import in_transaction, transaction
from app.core.ports import MailUncertain, ports
from app.core.work.jobs import JobRun, Queue, enqueue, enqueue_all, task

KIND = "mail.send"
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
"""How long to wait after each failed try; then the mail has failed and the outbox says why."""


class OutboxMail(HasId, Base):
    """A mail to send. body: emptied once a mail server has taken it. unsubscribe: where one press ends its kind."""

    __tablename__ = "outbox_mail"

    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    locale: Mapped[str]
    unsubscribe: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str] = mapped_column(default="")
    handed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was handed over, or begun to be; emptied when that surely came to nothing."""


def post_mail(
    recipient: str, subject: str, body: str, *, locale: str = "vi", unsubscribe: str = ""
) -> OutboxMail:
    """Put a plain-text mail into the outbox of the surrounding transaction."""
    return post_mails([Letter(recipient, subject, body, locale, unsubscribe)])[0]


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain-text mail as it is written."""

    recipient: str
    subject: str
    body: str
    locale: str = "vi"
    unsubscribe: str = ""


def post_mails(letters: Iterable[Letter]) -> list[OutboxMail]:
    """Put mails into the outbox of the surrounding transaction; the number of statements does not grow with them."""
    if not in_transaction():
        raise RuntimeError("mail outside a transaction")
    mails = [
        OutboxMail(
            recipient=letter.recipient,
            subject=" ".join(letter.subject.split()),  # a name with CR or LF must not become a header
            body=letter.body,
            locale=letter.locale,
            unsubscribe=letter.unsubscribe,
            created_at=utc_now(),
        )
        for letter in letters
    ]
    db.session.add_all(mails)
    db.session.flush()  # the jobs need the rows' ids
    enqueue_all(KIND, {job_key(mail.id): {"mail_id": mail.id} for mail in mails})
    return mails


def order_sending(mail_id: int) -> None:
    """Queue a mail for sending; one that is already queued is still sent only once. In a transaction."""
    enqueue(KIND, key=job_key(mail_id), mail_id=mail_id)


def job_key(mail_id: int) -> str:
    """Of the job that sends a mail."""
    return f"mail:{mail_id}"


@task(KIND, Queue.MAIL)
def send_mail(run: JobRun) -> dict[str, Any] | None:
    """Hand one mail over. A server that does not answer is tried again for a day."""
    mail_id, tries = run.payload["mail_id"], int(run.payload.get("tries", 0))
    parts = _begun(mail_id)
    if parts is None:
        return None
    try:
        ports().mailer.send(*parts[:3], **({"unsubscribe": parts[3]} if parts[3] else {}))
    except MailUncertain as error:
        _note(mail_id, f"{UNCERTAIN}: {error}")
        return {"sent": None}
    except (OSError, ValueError) as error:
        _note_failure(mail_id, tries, error)
        return {"sent": False}
    with transaction() as session:
        mail = session.get_one(OutboxMail, mail_id)
        mail.sent_at, mail.error = utc_now(), ""
        if ports().mailer.delivers:
            mail.body = (
                ""  # links that open an account, entry codes and names of jurors are only for the recipient
            )
    return {"sent": True}


UNCERTAIN = "uncertain"
"""How the error of a mail begins that may have been taken or not."""


def is_with_a_server(mail: OutboxMail) -> bool:
    """Whether a server has it, or is being given it now."""
    return mail.sent_at is not None or (mail.handed_at is not None and not mail.error.startswith(UNCERTAIN))


def _begun(mail_id: int) -> tuple[str, str, str, str] | None:
    """Note that it is being handed over; recipient, subject, body and address of unsubscribing, or None where it is
    not to be sent.
    """
    with transaction() as session:
        mail = session.get_one(OutboxMail, mail_id, with_for_update=True)
        if mail.sent_at is not None:
            return None
        if mail.handed_at is not None:
            mail.error = mail.error or f"{UNCERTAIN}: stopped while it was handed over"
            return None
        mail.handed_at, mail.error = utc_now(), ""
        return mail.recipient, mail.subject, mail.body, mail.unsubscribe


def _note(mail_id: int, text: str) -> None:
    with transaction() as session:
        session.get_one(OutboxMail, mail_id).error = text[:500]


def _note_failure(mail_id: int, tries: int, error: Exception) -> None:
    with transaction() as session:
        mail = session.get_one(OutboxMail, mail_id)
        mail.error, mail.handed_at = f"{type(error).__name__}: {error}"[:500], None
        if tries < len(WAITS):
            enqueue(KIND, mail_id=mail_id, tries=tries + 1, delay=WAITS[tries])
