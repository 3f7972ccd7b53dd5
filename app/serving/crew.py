"""The threads that answer: one works while quick answers come, more as soon as one takes its time.

Python runs one thread at a time, so threads that take turns within a page only slow each other: quick answers are
given one after another. An answer that takes longer than PATIENCE waits for something or works long; from then on
the next one starts beside it. Kinds of request that were slow the last time get part of the threads only, so that
there is always one for the others.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

THREADS = 16
FOR_SLOW = 10
"""Threads that requests of slow kinds may hold together."""
PATIENCE = 0.03
SLOW = 0.25
"""Seconds from which on an answer makes its kind a slow one, until one of its kind is quick again."""
MOST_WAITING = 400
LONGEST_WAIT = 20.0
_MOST_KINDS = 2_000

Work = Callable[[], Any]
Done = Callable[[Any], None]


class Overloaded(Exception):
    """Too many wait, or this one has waited too long."""


@dataclass(slots=True, eq=False)
class _Task:
    work: Work
    done: Done
    kind: str
    slow: bool
    since: float
    counts: bool = False
    """Whether it is one of those that keep others waiting."""
    timer: asyncio.TimerHandle | None = field(default=None)


class Crew:
    """All methods are for the thread of the event loop; only `work` runs elsewhere."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, at_once: int = 1) -> None:
        """at_once: how many quick answers are under way together; more than 1 where each waits for a network."""
        self._loop = loop
        self._at_once = at_once
        self._waiting: deque[_Task] = deque()
        self._waiting_slow: deque[_Task] = deque()
        self._queue: SimpleQueue[_Task] = SimpleQueue()
        self._threads = self._busy = self._busy_slow = self._quick = 0
        self._slow_kinds: dict[str, None] = {}

    def submit(self, work: Work, kind: str, done: Done) -> None:
        """Have a thread do `work`, then call `done` with what it returned or raised. Overloaded comes that way too."""
        slow = kind in self._slow_kinds
        waiting = self._waiting_slow if slow else self._waiting
        if len(waiting) >= MOST_WAITING:
            done(Overloaded())
            return
        waiting.append(_Task(work, done, kind, slow, self._loop.time()))
        self._start()

    def _start(self) -> None:
        while self._quick < self._at_once and self._busy < THREADS:
            task = self._next()
            if task is None:
                return
            self._busy += 1
            self._busy_slow += task.slow
            self._quick += 1
            task.counts = True
            task.timer = self._loop.call_later(PATIENCE, self._outlasted, task)
            if self._threads < self._busy:
                self._threads += 1
                threading.Thread(target=self._work, name=f"crew-{self._threads}", daemon=True).start()
            self._queue.put(task)

    def _next(self) -> _Task | None:
        """Whoever waits first; of the slow kinds only while they hold less than their part."""
        oldest = self._loop.time() - LONGEST_WAIT
        for waiting in (self._waiting, self._waiting_slow):
            while waiting and waiting[0].since < oldest:
                self._loop.call_soon(waiting.popleft().done, Overloaded())
        plain = self._waiting[0].since if self._waiting else None
        may_be_slow = bool(self._waiting_slow) and self._busy_slow < FOR_SLOW
        if may_be_slow and (plain is None or self._waiting_slow[0].since < plain):
            return self._waiting_slow.popleft()
        return self._waiting.popleft() if plain is not None else None

    def _outlasted(self, task: _Task) -> None:
        if task.counts:
            task.counts = False
            self._quick -= 1
            self._start()

    def _ended(self, task: _Task, result: Any, seconds: float) -> None:
        self._busy -= 1
        self._busy_slow -= task.slow
        if task.timer is not None:
            task.timer.cancel()
        if task.counts:
            task.counts = False
            self._quick -= 1
        self._learn(task.kind, seconds)
        self._start()
        task.done(result)

    def _learn(self, kind: str, seconds: float) -> None:
        if seconds < SLOW:
            self._slow_kinds.pop(kind, None)
            return
        self._slow_kinds[kind] = None
        if len(self._slow_kinds) > _MOST_KINDS:
            del self._slow_kinds[next(iter(self._slow_kinds))]

    def _work(self) -> None:
        while True:
            task = self._queue.get()
            begin = self._loop.time()
            try:
                result = task.work()
            except BaseException as error:  # noqa: BLE001  # whoever asked is told, and the thread goes on
                result = error
            seconds = self._loop.time() - begin
            self._loop.call_soon_threadsafe(self._ended, task, result, seconds)
            del task, result


def kind_of(method: str, path: str) -> str:
    """What requests are told apart by when their times are learnt: method, beginning, depth and last word."""
    parts = path.split("/", 6)
    last = parts[-1] if parts[-1].isalpha() else ""
    return f"{method} {parts[1] if len(parts) > 1 else ''} {len(parts)} {last}"
