"""Wake-ups within one process, where all of a site runs on one machine: the other processes look often enough."""

import threading
from collections.abc import Callable

from app.core.database.transaction import after_commit

_LOOK = 3600.0


class LocalWakeups:
    def __init__(self) -> None:
        self._ears: list[Callable[[str], None]] = []

    def tell(self, topic: str) -> None:
        after_commit(lambda: self._tell(topic))

    def listen(self, hear: Callable[[str], None], stop: threading.Event) -> None:
        self._ears.append(hear)
        hear("")
        try:
            while not stop.wait(_LOOK):
                pass
        finally:
            self._ears.remove(hear)

    def _tell(self, topic: str) -> None:
        for hear in tuple(self._ears):
            hear(topic)
