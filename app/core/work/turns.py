"""Which thread Linux lets run first, by `sched_setattr`(2)."""

import ctypes
import os
import platform
import struct

SHORT = 100_000
"""Nanoseconds of a turn, the least that Linux takes; its own are 20 to 30 times longer."""
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
"""Size, policy, flags, nice, priority; then the length of a turn, and two numbers that only other policies have."""
_NUMBERS = {"x86_64": 314, "aarch64": 274}
_NOT_FOR_CHILDREN = 1


def take_short_turns() -> bool:
    """Let the calling thread take short turns; its share of the processor stays what it was (Linux from 6.12 on).

    One that mostly waits gets the processor at once when it wakes, from any that takes longer turns. One that works on
    and on leaves it to those after a short turn. Threads and processes that it begins are as others are. Returns
    whether the system knows of it; nothing is lost where it does not.
    """
    number = _NUMBERS.get(platform.machine())
    if number is None or not hasattr(os, "sched_getscheduler"):
        return False
    policy, nice = os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0)
    given = _ATTRIBUTES.pack(_ATTRIBUTES.size, policy, _NOT_FOR_CHILDREN, nice, 0, SHORT, 0, 0)
    return bool(ctypes.CDLL(None).syscall(number, 0, given, 0) == 0)
