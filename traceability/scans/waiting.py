"""Counted scans that wait to be written: in the memory of a process, or in a stream that outlives it."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.core.ports import Stream

MOST = 5_000
"""Scans that are taken out of a stream at a time."""


@dataclass(frozen=True, slots=True)
class CountedScan:
    """hour: UTC, its start. visitor: hash under the day's key."""

    code: str
    hour: datetime
    visitor: str


@dataclass(frozen=True, slots=True)
class Taken:
    """scans: to be written now; the first `own` of them lie in this process alone. marks: of those of the stream."""

    scans: list[CountedScan]
    own: int
    marks: Sequence[str] = ()


class Waiting(Protocol):
    """Every scan that was added is taken again and again until it is done with."""

    def add(self, scan: CountedScan) -> None: ...

    def take(self) -> Taken: ...

    def done(self, taken: Taken) -> None:
        """They are written."""

    def put_back(self, taken: Taken) -> None:
        """They could not be written."""

    def close(self) -> None:
        """No more will be added."""


class MemoryWaiting:
    """A kill of the process loses them."""

    def __init__(self) -> None:
        self._scans: list[CountedScan] = []
        self._lock = threading.Lock()

    def add(self, scan: CountedScan) -> None:
        with self._lock:
            self._scans.append(scan)

    def take(self) -> Taken:
        with self._lock:
            scans, self._scans = self._scans, []
        return Taken(scans, len(scans))

    def done(self, taken: Taken) -> None:
        pass

    def put_back(self, taken: Taken) -> None:
        with self._lock:
            self._scans[:0] = taken.scans[: taken.own]

    def close(self) -> None:
        pass


class StreamWaiting:
    """Sent on by a thread as soon as they are added, so that no answer waits for it; what a process holds when it is
    killed is what was not sent yet. What another process took and did not write is taken anew. While the stream is away
    they wait in memory.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._memory = MemoryWaiting()
        self._sending = threading.Lock()
        self._added, self._stop = threading.Event(), threading.Event()
        self._sender: threading.Thread | None = None

    def add(self, scan: CountedScan) -> None:
        self._memory.add(scan)
        if self._sender is None:
            with self._sending:
                if self._sender is None:
                    self._sender = threading.Thread(target=self._send, name="scan-sender", daemon=True)
                    self._sender.start()
        self._added.set()

    def take(self) -> Taken:
        self.send()
        own = self._memory.take()
        try:
            found = self._stream.take(MOST)
        except ConnectionError:
            return own
        scans = own.scans + [_scan(record) for _, record in found]
        return Taken(scans, own.own, [mark for mark, _ in found])

    def done(self, taken: Taken) -> None:
        try:
            self._stream.done(taken.marks)
        except ConnectionError:
            return  # they come again, and are known by then

    def put_back(self, taken: Taken) -> None:
        self._memory.put_back(taken)

    def close(self) -> None:
        self._stop.set()
        self._added.set()
        self.send()

    def send(self) -> None:
        """Send on what lies in memory."""
        with self._sending:
            taken = self._memory.take()
            if not taken.scans:
                return
            try:
                self._stream.add([_record(scan) for scan in taken.scans])
            except ConnectionError:
                self._memory.put_back(taken)

    def _send(self) -> None:
        while not self._stop.is_set():
            self._added.wait()
            self._added.clear()
            self.send()


def _record(scan: CountedScan) -> dict[str, str]:
    return {"code": scan.code, "hour": scan.hour.isoformat(), "visitor": scan.visitor}


def _scan(record: dict[str, str]) -> CountedScan:
    return CountedScan(record["code"], datetime.fromisoformat(record["hour"]), record["visitor"])
