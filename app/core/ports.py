"""The parts of the outside world that a use case needs: chosen by the factory, read here."""

import threading
from collections.abc import Callable, Iterable, Sequence
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


class Wakeups(Protocol):
    """Wakes every process of every machine when something has changed. A message may be lost, never invented: who
    listens also looks from time to time.
    """

    def tell(self, topic: str) -> None:
        """Wake all who listen once the surrounding transaction is on disk; nobody when it is rolled back."""

    def listen(self, hear: Callable[[str], None], stop: threading.Event) -> None:
        """Call `hear` with each topic, and with "" as soon as nothing can be missed any more. Returns soon after
        `stop` is set. Raises ConnectionError where it cannot listen, or can no more.
        """


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was tried in a window of time. key: says nothing of a person. window: the number of the
    window. limit: how many tries it takes. ends: in seconds since 1970.
    """

    key: str
    window: int
    limit: int
    ends: int


class Counters(Protocol):
    """Counts tries for all machines together."""

    def spend(self, counts: Sequence[Count]) -> int:
        """Count one try against each of them, or against none where one is used up: then the seconds until that one's
        window ends, else 0. Raises ConnectionError where nobody counts.
        """

    def refund(self, counts: Sequence[Count]) -> None:
        """Give one try each back, once the surrounding transaction is on disk."""


class Stream(Protocol):
    """Small records that wait to be worked on by any one of many processes. Every verb may raise ConnectionError."""

    def add(self, records: Iterable[dict[str, str]]) -> None: ...

    def take(self, most: int) -> list[tuple[str, dict[str, str]]]:
        """Records with their marks, those that a dead process had taken too. The same come again until `done`."""

    def done(self, marks: Sequence[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """counters: where they are kept; None: in the database's own table. scans: where counted ones wait to be written;
    None: in memory.
    """

    search: SearchIndex
    files: FileStore
    mailer: Mailer
    wakeups: Wakeups
    counters: Counters | None = None
    scans: Stream | None = None


def ports() -> Ports:
    """The ports of the running application (an application context, not a request, is needed)."""
    return cast("Ports", current_app.extensions["ports"])
