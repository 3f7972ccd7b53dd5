"""The outbox: a mail is a row written with the change that it reports, sent by a job afterwards."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utc_now
from app.core.database.base import Base, HasId, db
from app.core.database.transaction import in_transaction, transaction
from app.core.ports import ports
from app.core.work.jobs import JobRun, enqueue, task

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
"""How long to wait after each failed try; then the mail has failed and the outbox says why."""


class OutboxMail(HasId, Base):
    """A mail to send. body: emptied once a mail server has taken it. unsubscribe: where one press ends its kind."""

    __tablename__ = "outbox_mail"

    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    locale: Mapped[str]
    unsubscribe: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str] = mapped_column(default="")


def post_mail(
    recipient: str, subject: str, body: str, *, locale: str = "vi", unsubscribe: str = ""
) -> OutboxMail:
    """Put a plain-text mail into the outbox of the surrounding transaction."""
    if not in_transaction():
        raise RuntimeError("mail outside a transaction")
    one_line = " ".join(subject.split())  # a name with CR or LF must not become a header
    mail = OutboxMail(
        recipient=recipient,
        subject=one_line,
        body=body,
        locale=locale,
        unsubscribe=unsubscribe,
        created_at=utc_now(),
    )
    db.session.add(mail)
    db.session.flush()  # the job needs the row's id
    enqueue("mail.send", mail_id=mail.id)
    return mail


@task("mail.send")
def send_mail(run: JobRun) -> dict[str, Any] | None:
    """Send one mail. A server that does not answer is tried again for a day."""
    mail = db.session.get_one(OutboxMail, run.payload["mail_id"])
    if mail.sent_at is not None:
        return None
    parts, tries = (mail.recipient, mail.subject, mail.body), int(run.payload.get("tries", 0))
    more = {"unsubscribe": mail.unsubscribe} if mail.unsubscribe else {}
    db.session.rollback()  # no read transaction stays open while a server is slow
    try:
        ports().mailer.send(*parts, **more)
    except (OSError, ValueError) as error:
        _note_failure(run.payload["mail_id"], tries, error)
        return {"sent": False}
    with transaction() as session:
        mail = session.get_one(OutboxMail, run.payload["mail_id"])
        mail.sent_at, mail.error = utc_now(), ""
        if ports().mailer.delivers:
            mail.body = (
                ""  # links that open an account, entry codes and names of jurors are only for the recipient
            )
    return {"sent": True}


def _note_failure(mail_id: int, tries: int, error: Exception) -> None:
    with transaction() as session:
        session.get_one(OutboxMail, mail_id).error = f"{type(error).__name__}: {error}"[:500]
        if tries < len(WAITS):
            enqueue("mail.send", mail_id=mail_id, tries=tries + 1, delay=WAITS[tries])
