"""The job runner: one thread per machine, in the server process that got the lock file first."""

import fcntl
import logging
import threading
from multiprocessing.util import Finalize
from pathlib import Path
from typing import IO

from flask import Flask

from app.core.database.base import db
from app.core.work.jobs import has_pending, run_pending
from app.core.work.periodic import run_due

POLL = 0.5
LOCK_POLL = 2.0
_log = logging.getLogger("app.runner")


class Runner:
    """Runs due jobs and periodic work until it is stopped; a running job is finished first.

    jobs: False for a machine whose jobs another runs; then only its own search index follows the change feed.
    """

    def __init__(self, app: Flask, lock: Path, *, jobs: bool = True) -> None:
        self._app = app
        self._jobs = jobs
        self._lock = lock
        self._held: IO[bytes] | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, name="runner", daemon=True)
        self._thread.start()
        Finalize(None, self.stop, exitpriority=10)  # a server's child process runs these and no atexit

    def stop(self, timeout: float = 10) -> None:
        """Ask the runner to stop and wait for it. A job cut off by the timeout runs again after its lease."""
        self.ask_to_stop()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def ask_to_stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
        """The loop itself; `tieubieu jobs run` calls it in the foreground."""
        while not self._stop.is_set():
            if self._held is None and not self._take_lock():
                self._stop.wait(LOCK_POLL)
            elif not self._round():
                self._stop.wait(POLL)
        if self._held is not None:
            self._held.close()
            self._held = None

    def _round(self) -> bool:
        """One check for due work; returns whether there may be more."""
        try:
            with self._app.app_context():
                try:
                    run_due(node_alone=not self._jobs)
                    return self._jobs and has_pending() and run_pending(limit=1) > 0
                finally:
                    db.session.remove()
        except Exception:  # noqa: BLE001  # a full disk or a database that restarts must not end the runner
            _log.exception("the runner will try again")
            self._stop.wait(LOCK_POLL)
            return False

    def _take_lock(self) -> bool:
        try:
            handle = self._lock.open("a+b")
        except OSError as error:  # a disk that is full or read-only; it may recover
            _log.warning("no runner lock: %s", error)
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._held = handle
        return True


def run_until_empty(app: Flask) -> int:
    """Run every due job once and return how many ran; for `tieubieu jobs run --once` and tests."""
    with app.app_context():
        try:
            return run_pending(limit=100_000)
        finally:
            db.session.remove()
