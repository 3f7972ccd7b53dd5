"""Pictures are decoded beside the pages: one at a time per process, by a child that gives way to those who answer."""

import ctypes
import io
import os
import subprocess
import threading
import time
from types import SimpleNamespace

import pytest
from PIL import Image

from app.core.errors import Unavailable
from app.core.images import uploads
from app.core.images.uploads import ImageLimits, decode_upload

WITHOUT_ORDER = """
import os, runpy, struct, sys
file = sys.argv.pop(1)
try:
    runpy.run_path(file, run_name="__main__")
except struct.error:
    print(os.nice(0), os.sched_getscheduler(0))
"""
"""Runs the child's file until it reads its order, which is not there, and prints its priority and policy."""


_DROP_FROM_BOUNDS, _SYS_NICE = 24, 23
"""prctl(2): what a program that is begun may not get."""


def without_privilege():
    """As for the user of a server: whoever is root takes the right to say how others run from the child."""
    ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDS, _SYS_NICE, 0, 0, 0)


@pytest.fixture(autouse=True)
def uncrowded(monkeypatch):
    monkeypatch.setitem(uploads._crowd, "until", 0.0)


@pytest.fixture
def png():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#c0ffee").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def begun(monkeypatch):
    """(priority, policy) of each child; the lists `words` and `late`: its words, and those that come to no end."""
    run = uploads.subprocess.run
    found = SimpleNamespace(told=[], words=[], late=[])

    def watched(command, **options):
        told = run(
            [command[0], "-c", WITHOUT_ORDER, *command[2:]],
            input="", capture_output=True, text=True, preexec_fn=without_privilege,
        )  # fmt: skip
        found.told.append(tuple(map(int, told.stdout.split())))
        found.words.append(command[3:])
        if command[3:] in found.late:
            raise subprocess.TimeoutExpired(command, options["timeout"])
        return run(command, **options)

    monkeypatch.setattr(uploads.subprocess, "run", watched)
    return found


def test_child_draws_with_what_nobody_needs(png, begun):
    assert decode_upload(png).colour == "#c0ffee"
    assert begun.told == [(min(os.nice(0) + 10, 19), os.SCHED_IDLE)]


def test_child_that_gets_no_time_is_begun_again_with_its_share(png, begun, monkeypatch):
    begun.late = [["idle"]]
    now = time.monotonic()
    monkeypatch.setattr(uploads.time, "monotonic", lambda: now)
    assert decode_upload(png).colour == "#c0ffee"
    assert [(nice, policy & ~os.SCHED_RESET_ON_FORK) for nice, policy in begun.told[1:]] == [
        (min(os.nice(0) + 10, 19), os.SCHED_OTHER)
    ]
    assert decode_upload(png).colour == "#c0ffee"
    assert begun.words == [["idle"], [], []]  # the next one does not wait first
    now, begun.late = now + 60, []
    assert decode_upload(png).colour == "#c0ffee"
    assert begun.words == [["idle"], [], [], ["idle"]]


def test_one_is_drawn_at_a_time_and_who_waits_too_long_is_told_to_come_again(png, monkeypatch):
    release, begun = threading.Event(), threading.Event()
    run = uploads.subprocess.run

    def slow(command, **options):
        begun.set()
        release.wait(60)
        return run(command, **options)

    monkeypatch.setattr(uploads.subprocess, "run", slow)
    drawn = []
    first = threading.Thread(target=lambda: drawn.append(decode_upload(png)))
    first.start()
    begun.wait(60)
    with pytest.raises(Unavailable) as caught:
        decode_upload(png, ImageLimits(wall_seconds=0.01))
    release.set()
    first.join(60)
    assert (caught.value.params["retry_after"], drawn[0].width) == (10, 40)
