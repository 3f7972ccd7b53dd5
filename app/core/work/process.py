"""How Python runs in a process that serves: set once, when everything is loaded."""

import gc
import sys

_YOUNG, _MIDDLE, _OLD = 50_000, 10, 10
_TURN = 0.0002


def settle() -> None:
    """Avoid pauses of the garbage collector and waits for background threads. What is loaded is frozen, so
    that no collection has to walk it again, and a request's own objects are mostly gone before the next one.
    The event loop, which answers what is in memory, waits a fifth of a millisecond for a thread that renders
    a page, not five: beside uploads that was the slowest hundredth of all waits.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    sys.setswitchinterval(_TURN)
