"""The threads that answer: one for quick answers, more as soon as one is slow. Python runs one thread at a
time, so threads that switch within a page only slow each other down: quick answers are given one after
another. An answer that takes longer than PATIENCE waits for something or works long; from then on the next
one starts beside it. Kinds of request that are slow, or were the last time, get part of the threads only, and
the last few threads are kept for kinds that are known to be quick and of which none is under way: however
many requests hang, there is always a thread for the others.
"""

import asyncio
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

THREADS = 16
FOR_SLOW = 10
"""Threads that requests of slow kinds may hold together, and requests of any one kind."""
KEPT = 3
"""Threads that only kinds known to be quick are given, one each."""
PATIENCE = 0.03
SLOW = 1.0
"""Seconds after which an answer, even an unfinished one, makes its kind a slow one, until one of it is quick
again.
"""
MOST_WAITING = 400
LONGEST_WAIT = 20.0
_MOST_KINDS = 2_000

Work = Callable[[], Any]
Done = Callable[[Any], None]


class Overloaded(Exception):
    """Too many requests are waiting, or this one has waited too long."""


@dataclass(slots=True, eq=False)
class _Task:
    work: Work
    done: Done
    kind: str
    since: float
    slow: bool = False
    """Whether it is counted among the running slow ones."""
    counts: bool = False
    """Whether it is one of those that keep others waiting."""
    timer: asyncio.TimerHandle | None = field(default=None)


class Crew:
    """All methods are for the thread of the event loop; only `work` runs elsewhere."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, at_once: int = 1) -> None:
        """at_once: how many quick answers run at the same time; more than 1 if each waits for a network."""
        self._loop = loop
        self._at_once = at_once
        self._waiting: deque[_Task] = deque()
        self._waiting_slow: deque[_Task] = deque()
        self._queue: SimpleQueue[_Task] = SimpleQueue()
        self._threads = self._busy = self._busy_slow = self._quick = 0
        self._running: Counter[str] = Counter()
        self._slow_kinds: dict[str, None] = {}
        self._quick_kinds: dict[str, None] = {}

    def submit(self, work: Work, kind: str, done: Done) -> None:
        """Have a thread do `work`, then call `done` with what it returned or raised. Overloaded comes that way too."""
        waiting = self._waiting_slow if self._is_slow(kind) else self._waiting
        if len(waiting) >= MOST_WAITING:
            done(Overloaded())
            return
        waiting.append(_Task(work, done, kind, self._loop.time()))
        self._start()

    def _is_slow(self, kind: str) -> bool:
        return kind in self._slow_kinds or self._running[kind] >= FOR_SLOW

    def _start(self) -> None:
        while self._quick < self._at_once and self._busy < THREADS:
            task = self._next()
            if task is None:
                return
            self._busy += 1
            self._busy_slow += task.slow
            self._running[task.kind] += 1
            self._quick += 1
            task.counts = True
            task.timer = self._loop.call_later(PATIENCE, self._outlasted, task)
            if self._threads < self._busy:
                self._threads += 1
                threading.Thread(target=self._work, name=f"crew-{self._threads}", daemon=True).start()
            self._queue.put(task)

    def _next(self) -> _Task | None:
        """The first waiting request that may have a thread now, taken out of its queue."""
        oldest = self._loop.time() - LONGEST_WAIT
        for waiting in (self._waiting, self._waiting_slow):
            while waiting and waiting[0].since < oldest:
                self._loop.call_soon(waiting.popleft().done, Overloaded())
        while self._waiting and self._is_slow(
            self._waiting[0].kind
        ):  # it has turned out to be while this one waited
            self._waiting_slow.append(self._waiting.popleft())
        plain, slow = self._first_plain(), self._first_slow()
        if slow is not None and (plain is None or slow.since < plain.since):
            self._waiting_slow.popleft()
            slow.slow = True
            return slow
        if plain is not None:
            self._waiting.remove(plain)
        return plain

    def _first_plain(self) -> _Task | None:
        if self._busy < THREADS - KEPT:
            return self._waiting[0] if self._waiting else None
        return next((task for task in self._waiting if self._may_have_a_kept_one(task.kind)), None)

    def _may_have_a_kept_one(self, kind: str) -> bool:
        return kind in self._quick_kinds and not self._running[kind]

    def _first_slow(self) -> _Task | None:
        if not self._waiting_slow or self._busy_slow >= FOR_SLOW or self._busy >= THREADS - KEPT:
            return None
        first = self._waiting_slow[0]
        return first if self._running[first.kind] < FOR_SLOW else None

    def _outlasted(self, task: _Task) -> None:
        task.timer = self._loop.call_later(max(SLOW - PATIENCE, 0.0), self._is_slow_now, task)
        task.counts = False
        self._quick -= 1
        self._start()

    def _is_slow_now(self, task: _Task) -> None:
        self._learn(task.kind, SLOW)
        if not task.slow:
            task.slow = True
            self._busy_slow += 1

    def _ended(self, task: _Task, result: Any, seconds: float) -> None:
        self._busy -= 1
        self._busy_slow -= task.slow
        self._running[task.kind] -= 1
        if not self._running[task.kind]:
            del self._running[task.kind]
        assert task.timer is not None
        task.timer.cancel()
        if task.counts:
            task.counts = False
            self._quick -= 1
        self._learn(task.kind, seconds)
        self._start()
        task.done(result)

    def _learn(self, kind: str, seconds: float) -> None:
        is_slow = seconds >= SLOW
        learnt, other = (
            (self._slow_kinds, self._quick_kinds) if is_slow else (self._quick_kinds, self._slow_kinds)
        )
        other.pop(kind, None)
        learnt[kind] = None
        if len(learnt) > _MOST_KINDS:
            del learnt[next(iter(learnt))]

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
    """The key under which the times of requests are learnt: method, beginning, depth and last word."""
    parts = path.split("/", 6)
    last = parts[-1] if parts[-1].isalpha() else ""
    return f"{method} {parts[1] if len(parts) > 1 else ''} {len(parts)} {last}"
