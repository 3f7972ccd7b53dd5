"""Public pages read from a standby of PostgreSQL, where one is named and has all that was written before.

Before each request it is compared with the change feed: the newest row of the primary must be there, and with it all
that was committed before, for rows of the feed are numbered in the order of commits. A standby that lags, or does not
answer, is passed by. Whatever a person sees as their own, and whatever is written, is the primary's.
"""

import logging
import time

from flask import current_app
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.database.base import POSTGRES, STANDBY, db, engine_options
from app.core.database.changes import Change

PAUSE = 5.0
"""Seconds for which a standby that failed is passed by."""
_LONGEST_MS = 5_000
_log = logging.getLogger("app.standby")
_NEWEST = select(func.max(Change.id))


class Standby:
    """url: as SQLAlchemy takes it."""

    def __init__(self, url: str) -> None:
        options = engine_options(url)
        settings = (
            f"{POSTGRES['options']} -c statement_timeout={_LONGEST_MS} -c default_transaction_read_only=on"
        )
        options["connect_args"] = POSTGRES | {"options": settings}
        self.engine = create_engine(url, **options)
        self._known = 0
        self._away_until = 0.0

    def has(self, position: int) -> bool:
        """Whether it has come so far."""
        if time.monotonic() < self._away_until:
            return False
        if self._known < position:
            try:
                with self.engine.connect() as connection:
                    self._known = connection.scalar(_NEWEST) or 0
            except SQLAlchemyError as error:
                self.failed(error)
                return False
        return self._known >= position

    def failed(self, error: BaseException) -> None:
        """Leave it in peace for a while."""
        _log.warning("the standby is passed by: %s", " ".join(str(error).split())[:200])
        self._away_until = time.monotonic() + PAUSE


def read_from_standby() -> bool:
    """Let the rest of this request read from the standby, if it has all that was written so far."""
    standby: Standby | None = current_app.extensions.get("standby")
    if standby is None:
        return False
    session = db.session()
    position = session.scalar(_NEWEST) or 0
    session.rollback()
    if not standby.has(position):
        return False
    session.info[STANDBY] = standby.engine
    return True


def leave_standby(error: BaseException | None = None) -> bool:
    """Read from the primary again; whether this session had read from the standby. error: what went wrong there."""
    session: Session = db.session()
    if session.info.pop(STANDBY, None) is None:
        return False
    session.rollback()
    if error is not None:
        current_app.extensions["standby"].failed(error)
    return True
