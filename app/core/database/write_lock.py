"""The file lock that writers of an SQLite database wait for, with a deadline. The kernel serves waiting
processes in turn but knows no deadline. So a writer that finds the lock taken lets a thread wait and gives up
when the time is over; the next writer uses the thread that is still waiting.
"""

import fcntl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO


class LockHeld(Exception):
    """Others hold the lock for longer than one waits."""


class WriteLock:
    """Of one file, shared by the threads of a process and by all processes that name it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._waiter: _Waiter | None = None

    def take(self, seconds: float) -> Callable[[], None]:
        """Take the lock; the result releases it. Raises LockHeld after so many seconds, OSError where there
        can be no file.
        """
        end = time.monotonic() + seconds
        if not self._turn.acquire(timeout=max(seconds, 0.0)):
            raise LockHeld
        try:
            handle = self._locked(end)
        except BaseException:
            self._turn.release()
            raise

        def give_back() -> None:
            handle.close()
            self._turn.release()

        return give_back

    def _locked(self, end: float) -> IO[bytes]:
        """The lock file, locked; closing it gives the lock back."""
        if self._waiter is None or not self._waiter.take_up():
            handle = self._path.open("a+b")
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._waiter = _Waiter(handle)
            else:
                return handle
        waiter = self._waiter
        if not waiter.wait(end - time.monotonic()):
            raise LockHeld
        self._waiter = None
        return waiter.handle


class _Waiter:
    """A thread that waits for the lock of a file, and releases it when nobody needs it any more."""

    def __init__(self, handle: IO[bytes]) -> None:
        self.handle = handle
        self._mutex = threading.Lock()
        self._got = threading.Event()
        self._wanted = True
        threading.Thread(target=self._run, name="write-lock", daemon=True).start()

    def _run(self) -> None:
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX)
        finally:
            with self._mutex:
                self._got.set()
                if not self._wanted:
                    self.handle.close()

    def take_up(self) -> bool:
        """Whether the lock may still come: somebody wants it again."""
        with self._mutex:
            self._wanted = not self._got.is_set()
            return self._wanted

    def wait(self, seconds: float) -> bool:
        """Whether the lock came in time; it is then the caller's."""
        self._got.wait(max(seconds, 0.0))
        with self._mutex:
            self._wanted = False
            return self._got.is_set()
