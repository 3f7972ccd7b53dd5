"""What works behind the pages: jobs, a thread for each queue; periodic work; each machine's own search index.

One process of a machine holds the lock file and does the periodic work; `tieubieu jobs run` without the lock helps with
the jobs alone. Jobs are taken by several runners, of one machine or of many, each job by one.
"""

import fcntl
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import IO

from flask import Flask

from app.core.database.base import db
from app.core.work.jobs import (
    Queue,
    due_queues,
    is_next_large,
    renew_leases,
    run_pending,
    runs_under_way,
)
from app.core.work.periodic import bring_forward, run_due

POLL = 0.5
LOCK_POLL = 2.0
GRACE = 8.0
"""Seconds that a process which does large work has to end when its server stops: less than the server itself has."""
_CHILD = (
    "import os; os.nice(10); from app.core.work.turns import take_short_turns; take_short_turns(); "
    "from app.cli import main; main()"
)
RENEW = 15.0
"""Seconds between the heartbeats of a running job; a lease lasts four of them."""
_log = logging.getLogger("app.runner")


class Runner:
    """Runs due jobs and periodic work until it is stopped; a running job is finished first.

    jobs: False for a machine whose jobs another runs; then only its own search index follows the change feed.
    queues: of the jobs. helps: run jobs also while another process holds the lock. apart: large jobs are done by a
    process of their own, so that this one answers as quickly meanwhile and stays as small.
    """

    def __init__(
        self,
        app: Flask,
        lock: Path,
        *,
        jobs: bool = True,
        queues: Collection[str] = tuple(Queue),
        helps: bool = False,
        apart: bool = False,
    ) -> None:
        self._app = app
        self._apart = apart
        self._queues = frozenset(queues) if jobs else frozenset()
        self._helps = helps
        self._lock = lock
        self._held: IO[bytes] | None = None
        self._lock_asked = self._renewed = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._hands: dict[str, _Hand] = {}

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

    def wake(self) -> None:
        """Look at once: something has changed, or a job was added."""
        bring_forward()
        for name in ("index", "jobs"):
            if name in self._hands:
                self._hands[name].wake()

    def run(self) -> None:
        """The loop itself; `tieubieu jobs run` calls it in the foreground."""
        if self._helps:
            self._begin_jobs()
        while not self._stop.wait(POLL if self._hands else 0):
            if self._held is None:
                self._ask_for_the_lock()
            self._renew()
            if not self._hands:
                self._stop.wait(LOCK_POLL)
        for hand in self._hands.values():
            hand.ask_to_stop()
        for hand in self._hands.values():
            while not hand.join(POLL):  # the job it finishes stays its own
                self._renew()
        if self._held is not None:
            self._held.close()
            self._held = None

    def _ask_for_the_lock(self) -> None:
        now = time.monotonic()
        if now - self._lock_asked < LOCK_POLL and self._lock_asked:
            return
        self._lock_asked = now
        if not self._take_lock():
            return
        self._begin("index", lambda: run_due(node=True) > 0)
        if self._queues:
            self._begin("rounds", lambda: run_due(node=False) > 0)
            self._begin_jobs()

    def _begin_jobs(self) -> None:
        for queue in sorted(self._queues):
            if queue not in self._hands:
                work = partial(self._one_job_of, queue)
                self._hands[queue] = _Hand(self._app, queue, work, every=None)
        self._begin("jobs", self._hand_out)

    def _one_job_of(self, queue: str) -> bool:
        """Whether one ran. Where the process for it fails at once, it runs here."""
        if self._apart and is_next_large(queue) and self._run_apart(queue):
            return True
        return run_pending(limit=1, queues=(queue,)) > 0

    def _run_apart(self, queue: str) -> bool:
        """Have a process run what is due in a queue; whether it came to its end. One cut off runs again later."""
        db.session.remove()
        words = [sys.executable, "-c", _CHILD, "jobs", "run", "--once", "--queue", queue]
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603  # ourselves
        while (code := _ended(child, POLL)) is None:
            if self._stop.is_set():
                if _ended(child, GRACE) is None:
                    child.terminate()
                    child.wait()
                return True
        if code != 0:
            _log.warning("the process for %s ended with %d", queue, code)
        return code == 0

    def _begin(self, name: str, work: Callable[[], bool]) -> None:
        if name not in self._hands:
            self._hands[name] = _Hand(self._app, name, work, every=POLL)

    def _hand_out(self) -> bool:
        """One look for all queues, so that those with nothing to do ask nothing."""
        for queue in due_queues() & self._queues:
            self._hands[queue].wake()
        return False

    def _renew(self) -> None:
        now = time.monotonic()
        if now - self._renewed < RENEW:
            return
        self._renewed = now
        if not _renew_leases(self._app):
            self._renewed = 0.0

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


class _Hand:
    """A thread that does one sort of work when woken, and every so many seconds. It begins with its first turn."""

    def __init__(self, app: Flask, name: str, work: Callable[[], bool], *, every: float | None) -> None:
        self._app, self._name, self._work, self._every = app, name, work, every
        self._woken, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        if every is not None:
            self.wake()

    def wake(self) -> None:
        self._woken.set()
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"runner-{self._name}", daemon=True)
                self._thread.start()

    def ask_to_stop(self) -> None:
        """End after the current turn."""
        self._stop.set()
        self._woken.set()

    def join(self, timeout: float) -> bool:
        """Whether it has ended, waited for some seconds."""
        with self._starting:  # one that is just being begun cannot be waited for before it is
            thread = self._thread
        if thread is None:
            return True
        thread.join(timeout)
        return not thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._woken.wait(self._every)
            self._woken.clear()
            while not self._stop.is_set() and self._turn():
                pass

    def _turn(self) -> bool:
        """Whether there may be more at once."""
        try:
            with self._app.app_context():
                try:
                    return self._work()
                finally:
                    db.session.remove()
        except Exception:  # noqa: BLE001  # a full disk or a database that restarts must not end the runner
            _log.exception("the runner will try again")
            return False


def _ended(child: subprocess.Popen[bytes], seconds: float) -> int | None:
    """The code that a process ended with within some seconds; None while it runs."""
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _renew_leases(app: Flask) -> bool:
    """Say that this process works on its jobs; whether that could be written. A lease lasts for several tries."""
    if not (runs := runs_under_way()):
        return True
    with app.app_context():
        try:
            renew_leases(runs)
        except Exception:  # noqa: BLE001  # the database may come back
            _log.exception("leases could not be renewed")
            return False
        finally:
            db.session.remove()
    return True


@contextmanager
def holding_leases(app: Flask) -> Iterator[None]:
    """Jobs that run inside stay this process's own, however long they take."""
    over = threading.Event()

    def hold() -> None:
        while not over.wait(RENEW):
            _renew_leases(app)

    thread = threading.Thread(target=hold, name="leases", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run_until_empty(app: Flask, queues: Collection[str] | None = None) -> int:
    """Run every due job once and return how many ran; for `tieubieu jobs run --once` and tests."""
    with app.app_context():
        try:
            return run_pending(limit=100_000, queues=queues)
        finally:
            db.session.remove()
