"""How Python runs in a process that serves: set once, when everything is loaded."""

import gc
import sys

_YOUNG, _MIDDLE, _OLD = 50_000, 10, 10
_TURN = 0.0002


def settle() -> None:
    """Spare answers the pauses of the garbage collector and the wait for a thread that works behind them.

    What is loaded stays, so that no collection need walk it again, and a request's own objects are mostly gone
    before the next one. The event loop, which answers what is at hand, waits a fifth of a millisecond for a thread
    that draws a page, and not five: beside uploads that was the longest hundredth of all waits.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    sys.setswitchinterval(_TURN)
