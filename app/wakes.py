"""What this process does when it is woken: the page cache looks at the feed, the runner at jobs and feed."""

import logging
import threading
from contextlib import suppress

from flask import Flask

from app.core.ports import Ports
from app.runner import Runner

PAUSE = 1.0
_log = logging.getLogger("app.wakes")


class Listener:
    """A thread that listens, and retries a second after a failure. In the meantime everything checks as often
    as without it.
    """

    def __init__(self, app: Flask, runner: Runner | None) -> None:
        self._app, self._runner = app, runner
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wakes", daemon=True)

    def start(self) -> "Listener":
        self._thread.start()
        return self

    def stop(self, timeout: float = 10) -> None:
        self._stop.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        given: Ports = self._app.extensions["ports"]
        was_told = True
        while not self._stop.is_set():
            try:
                with suppress(ConnectionResetError):
                    given.wakeups.listen(self._hear, self._stop)
            except ConnectionError as error:
                if was_told:
                    _log.warning("not woken for now, looking instead: %s", " ".join(str(error).split()))
                was_told = False
            self._app.extensions["micro_cache"].hear(is_told=False)
            self._stop.wait(PAUSE)

    def _hear(self, topic: str) -> None:
        if topic != "jobs":
            self._app.extensions["micro_cache"].hear(is_told=self._is_for_all())
        if self._runner is not None:
            self._runner.wake()

    def _is_for_all(self) -> bool:
        """Whether changes of other processes are reported too."""
        return type(self._app.extensions["ports"].wakeups).__name__ != "LocalWakeups"
