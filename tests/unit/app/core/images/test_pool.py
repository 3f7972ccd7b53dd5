"""Pictures are decoded beside the pages: one at a time per process, by a child with low priority."""

import io
import os
import threading

import pytest
from PIL import Image

from app.core.errors import Unavailable
from app.core.images import uploads
from app.core.images.uploads import ImageLimits, decode_upload

WITHOUT_ORDER = """
import os, runpy, struct, sys
try:
    runpy.run_path(sys.argv[1], run_name="__main__")
except struct.error:
    print(os.nice(0))
"""
"""Runs the child's file until it reads its order, which is not there, and prints its priority."""


@pytest.fixture
def png():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#c0ffee").save(out, "PNG")
    return out.getvalue()


def test_child_gives_way_to_those_who_answer(png, monkeypatch):
    begun = []
    run = uploads.subprocess.run

    def watched(command, **options):
        told = run([command[0], "-c", WITHOUT_ORDER, command[-1]], input="", capture_output=True, text=True)
        begun.append(told.stdout.strip())
        return run(command, **options)

    monkeypatch.setattr(uploads.subprocess, "run", watched)
    decode_upload(png)
    assert begun == [str(min(os.nice(0) + 10, 19))]


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
