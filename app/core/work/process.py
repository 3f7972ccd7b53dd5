"""How Python runs in a process that serves: set once, when everything is loaded."""

import ctypes
import gc
import sys

_YOUNG, _MIDDLE, _OLD = 50_000, 10, 10
_TURN = 0.0002
_ARENAS, _MMAP = (-8, 2), (-3, 1024 * 1024)
"""Of the C library: numbers of `mallopt` with their values."""


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
    bound_memory()


def bound_memory() -> None:
    """Give back what the start needed, let threads share two heaps, and give large pieces back as soon as they are
    free: otherwise every thread keeps a heap of its own, as large as the largest answer that it ever made. Does
    nothing where the C library has no such choice.
    """
    try:
        library = ctypes.CDLL(None)
        choose = library.mallopt
    except (OSError, AttributeError):
        return
    for number, value in (_ARENAS, _MMAP):
        choose(number, value)
    library.malloc_trim(0)
