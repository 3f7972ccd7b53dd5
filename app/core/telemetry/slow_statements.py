"""Statements that take long, in the log with the request's id. Their values are left out: they may be anybody's."""

import logging
import time
from typing import Any

from sqlalchemy import Engine, event

from app.core.telemetry import metrics

_log = logging.getLogger("app.statements")
_BEGUN = "tieubieu_begun"
_LONGEST = 600


def watch_statements(engine: Engine, least_ms: int) -> None:
    """Log what takes at least this many milliseconds; 0 watches nothing."""
    if not least_ms:
        return

    @event.listens_for(engine, "before_cursor_execute")
    def begin(connection: Any, *_: Any) -> None:
        connection.info[_BEGUN] = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def end(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        ms = (time.perf_counter() - connection.info[_BEGUN]) * 1000
        if ms >= least_ms:
            metrics.SLOW_STATEMENTS.inc()
            text = " ".join(statement.split())[:_LONGEST]
            _log.warning("slow statement, %d ms: %s", ms, text, extra={"ms": round(ms), "statement": text})
