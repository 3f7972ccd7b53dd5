"""Counting how often an article is opened: numbers of days alone, kept in memory and written every few seconds.

A page is counted by a small picture in it, so that pages themselves stay the same for everybody and any cache may keep
them. No cookie is set, no address kept.
"""

import logging
import threading
from collections import Counter
from datetime import date, timedelta

from sqlalchemy import text

from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction

WRITTEN_EVERY = timedelta(seconds=10)
MOST_KEPT = 500
_log = logging.getLogger(__name__)
_ADD = text(
    "INSERT INTO article_views (article_id, day, number) SELECT id, :day, :by FROM article "
    "WHERE id = :key AND state = 'published' "
    "ON CONFLICT (article_id, day) DO UPDATE SET number = article_views.number + excluded.number"
)


class ViewCounter:
    """Of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: Counter[tuple[int, date]] = Counter()
        self._written_at = utc_now()

    def note(self, article_id: int) -> None:
        """One more; writes what has gathered when it is time."""
        with self._lock:
            if (article_id, today()) in self._found or len(self._found) < MOST_KEPT:
                self._found[article_id, today()] += 1
            due = utc_now() - self._written_at >= WRITTEN_EVERY
            if due:
                self._written_at = utc_now()
        if due:
            self.write()

    def write(self) -> None:
        """Add what has gathered to the table. Where that fails it waits for the next time."""
        with self._lock:
            found, self._found = self._found, Counter()
        if not found:
            return
        try:
            with transaction() as session:
                for (key, day), by in found.items():
                    session.execute(_ADD, {"key": key, "day": day.isoformat(), "by": by})
        except Exception:  # noqa: BLE001  # whatever it is, the reader's page is not to fail for a count
            _log.exception("view counts not written, kept for the next time")
            with self._lock:
                self._found.update(found)
        finally:
            db.session.remove()


counter = ViewCounter()
