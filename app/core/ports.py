"""The parts of the outside world that a use case needs: chosen by the factory, read here."""

from dataclasses import dataclass
from typing import Protocol, cast

from flask import current_app

from app.core.search import SearchIndex
from app.core.storage import FileStore


class MailUncertain(Exception):
    """The connection broke when the text was on its way: the server may have taken the mail or not."""


class Mailer(Protocol):
    """Sends one plain-text mail. Raises OSError when it was surely not handed over, MailUncertain when nobody knows.

    delivers: whether a mail is really sent. If not, somebody has to read it here and pass it on.
    """

    delivers: bool

    def send(self, recipient: str, subject: str, body: str, *, unsubscribe: str = "") -> None:
        """unsubscribe: the address at which one press ends mails of this kind (RFC 8058)."""


@dataclass(frozen=True, slots=True)
class Ports:
    search: SearchIndex
    files: FileStore
    mailer: Mailer


def ports() -> Ports:
    """The ports of the running application (an application context, not a request, is needed)."""
    return cast("Ports", current_app.extensions["ports"])
