"""Counting how often an article is opened: numbers of days alone, kept in memory and written every second.

A page is counted by a small picture in it, so that pages themselves stay the same for everybody and any cache may keep
them. No cookie is set, no address kept. A reader's request writes nothing: a thread of its own does, and what is left
is written when the process ends.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from multiprocessing.util import Finalize
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import text

from app.core.clock import today
from app.core.database.transaction import transaction

FLUSH_SECONDS = 1.0
MOST_KEPT = 5_000
"""Articles and days kept while nothing can be written; further ones are not counted."""
Rows = list[dict[str, Any]]
_log = logging.getLogger(__name__)
_ADD = text(
    "INSERT INTO article_views (article_id, day, number) SELECT id, :day, :by FROM article "
    "WHERE id = :key AND state = 'published' "
    "ON CONFLICT (article_id, day) DO UPDATE SET number = article_views.number + excluded.number"
)


class ViewCounter:
    """Of one process. store: writes rows of key, day and by."""

    def __init__(self, store: Callable[[Rows], None]) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._storing = threading.Lock()
        self._found: Counter[tuple[int, date]] = Counter()
        self._writer: threading.Thread | None = None
        self._stop = threading.Event()

    def note(self, article_id: int) -> None:
        """One more."""
        with self._lock:
            if (article_id, today()) in self._found or len(self._found) < MOST_KEPT:
                self._found[article_id, today()] += 1
            if self._writer is None:
                self._begin()

    def flush(self) -> int:
        """Write what has gathered; what cannot be written waits for the next time. Gives how many rows went out."""
        with self._storing:
            with self._lock:
                found, self._found = self._found, Counter()
            rows = [
                {"key": key, "day": day.isoformat(), "by": by} for (key, day), by in sorted(found.items())
            ]
            if not rows:
                return 0
            try:
                self._store(rows)
            except Exception:  # noqa: BLE001  # a busy or full disk must not end the writer
                _log.exception("view counts wait to be written")
                with self._lock:
                    self._found.update(found)
                return 0
            return len(rows)

    def close(self) -> None:
        """Stop the writer and write what is left."""
        self._stop.set()
        self.flush()

    def _begin(self) -> None:
        self._writer = threading.Thread(target=self._write, name="views", daemon=True)
        self._writer.start()
        Finalize(None, self.close, exitpriority=10)  # a server's child process runs these and no atexit

    def _write(self) -> None:
        while True:
            if self._stop.wait(FLUSH_SECONDS):
                return  # `close` writes the rest
            self.flush()


def install(app: Flask) -> None:
    app.extensions["view_counter"] = ViewCounter(partial(_store, app))


def view_counter() -> ViewCounter:
    """That of the running application."""
    return cast("ViewCounter", current_app.extensions["view_counter"])


def _store(app: Flask, rows: Rows) -> None:
    with app.app_context(), transaction(aside=True) as session:
        session.execute(_ADD, rows)
