"""Wake-ups by NOTIFY: sent by the server with the commit, never without it."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from app.core.database.base import POSTGRES
from app.core.database.transaction import last_act

CHANNEL = "tieubieu"
_LOOK = 1.0
"""Seconds between looks whether to stop, and whether the connection is there still."""


class PostgresWakeups:
    """url: as SQLAlchemy takes it, with several hosts too."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        _, given = address.get_dialect()().create_connect_args(address)
        self._given: dict[str, Any] = {**POSTGRES, **given}

    def tell(self, topic: str) -> None:
        last_act("wake-ups", _Notify).topics.add(topic)

    def listen(self, hear: Callable[[str], None], stop: threading.Event) -> None:
        try:
            with psycopg.connect(autocommit=True, **self._given) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                hear("")
                while not stop.is_set():
                    for notice in connection.notifies(timeout=_LOOK, stop_after=1):
                        hear(notice.payload)
                    connection.execute("SELECT 1")
        except psycopg.Error as error:
            raise ConnectionError(str(error)) from error


class _Notify:
    def __init__(self) -> None:
        self.topics: set[str] = set()

    def write(self, session: Session) -> None:
        for topic in sorted(self.topics):
            session.execute(_NOTIFY, {"channel": CHANNEL, "topic": topic})


_NOTIFY = text("SELECT pg_notify(:channel, :topic)")
