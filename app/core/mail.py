"""The outbox: a mail is a row written with the change it tells of, sent by a job afterwards."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import utc_now
from app.core.db import Base, HasId, db
from app.core.jobs import enqueue
from app.core.transaction import in_transaction


class OutboxMail(HasId, Base):
    __tablename__ = "outbox_mail"

    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str] = mapped_column(default="")


def post_mail(recipient: str, subject: str, body: str, *, locale: str = "vi") -> OutboxMail:
    """Put a plain-text mail into the outbox of the surrounding transaction."""
    if not in_transaction():
        raise RuntimeError("mail outside a transaction")
    one_line = " ".join(subject.split())  # a name with CR or LF must not become a header
    mail = OutboxMail(
        recipient=recipient, subject=one_line, body=body, locale=locale, created_at=utc_now()
    )
    db.session.add(mail)
    db.session.flush()  # the job needs the row's id
    enqueue("mail.send", mail_id=mail.id)
    return mail
