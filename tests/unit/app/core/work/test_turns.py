"""Turns of threads, as Linux tells of them."""

import ctypes
import os
import platform
import threading

import pytest

from app.core.work import turns

_GET = {"x86_64": 315, "aarch64": 275}
pytestmark = pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in _GET, reason="Linux's own"
)


def turn():
    """Nanoseconds of a turn of this thread, None where the system does not tell."""
    found = ctypes.create_string_buffer(turns._ATTRIBUTES.size)
    assert ctypes.CDLL(None).syscall(_GET[platform.machine()], 0, found, turns._ATTRIBUTES.size, 0) == 0
    return turns._ATTRIBUTES.unpack(found.raw)[5] or None


def in_a_thread(act):
    found = []
    thread = threading.Thread(target=lambda: found.append(act()))
    thread.start()
    thread.join()
    return found[0]


def test_only_the_thread_itself_takes_short_turns():
    usual = in_a_thread(turn)
    if usual is None:
        pytest.skip("this Linux does not tell of turns")

    def both():
        before = os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0)
        assert turns.take_short_turns()
        assert (
            os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK,
            os.getpriority(os.PRIO_PROCESS, 0),
        ) == before
        return turn(), in_a_thread(turn)

    assert in_a_thread(both) == (turns.SHORT, usual)
    assert in_a_thread(turn) == usual


def test_a_machine_without_it_goes_on_as_before(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "other")
    assert not turns.take_short_turns()
