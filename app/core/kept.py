"""What was made once from given parts, kept for the next time that all of them are the same.

The key says everything that the value is made from, so nothing ever has to be thrown away because it is wrong:
what has changed has another key. What nobody asked for the longest goes first.
"""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
_OVERHEAD = 500
"""Bytes that the place of a key and its value takes, about."""


class Kept(Generic[Value]):
    """Values by their key, at most so many bytes of them. weigh: the bytes of one. Safe between threads.

    again: a value is kept when it is made for the second time, where so many others at most were made in between: who
    walks over everything takes the place of nothing.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = sys.getsizeof, *, again: int = 0) -> None:
        self._most = most
        self._weigh = weigh
        self._again = again
        self._once: OrderedDict[int, None] = OrderedDict()
        self._size = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key; made, outside the lock, where it is not kept."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
                return found[0]
        value = make()
        if not self._again or self._is_second(hash(key)):
            self._keep(key, value)
        return value

    def _is_second(self, mark: int) -> bool:
        """mark: of a key; where two keys have the same one, a value is kept at its first time."""
        with self._lock:
            if mark in self._once:
                del self._once[mark]
                return True
            self._once[mark] = None
            if len(self._once) > self._again:
                self._once.popitem(last=False)
        return False

    def _keep(self, key: Hashable, value: Value) -> None:
        weight = self._weigh(value) + _OVERHEAD + _bytes_of(key)
        if weight > self._most:
            return  # nothing else has to go for what cannot stay
        with self._lock:
            before = self._values.pop(key, None)
            self._size += weight - (before[1] if before else 0)
            self._values[key] = (value, weight)
            while self._size > self._most:
                self._size -= self._values.popitem(last=False)[1][1]

    @property
    def size(self) -> int:
        """Bytes of what is kept, about."""
        return self._size


def _bytes_of(key: Hashable) -> int:
    """What a key takes with all that it is made of."""
    if not isinstance(key, tuple):
        return sys.getsizeof(key)
    return sys.getsizeof(key) + sum(
        [_bytes_of(part) if isinstance(part, tuple) else sys.getsizeof(part) for part in key]
    )
