"""A label run whose drawing is cut off by a power failure: it goes on, with every serial exactly once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.ports import ports
from app.core.work.jobs import LEASE, Job, JobState
from app.runner import run_until_empty
from traceability.codes.qr.symbols import read_all
from traceability.enums import RunState
from traceability.models import LabelRun, TraceCode

pytestmark = pytest.mark.slow
QUANTITY = int(os.environ.get("LABELS_KILLED", "600"))
DPI = 200
DYING = """
import os, signal, sys
from app.cli import main
from app.core.work.jobs import JobRun
tell = JobRun.progress
def progress(self, done, total):
    tell(self, done, total)
    if done and str(self.job_id) == os.environ["DIES_AT"]:
        os.kill(os.getpid(), signal.SIGKILL)
JobRun.progress = progress
sys.argv = ["tieubieu", "jobs", "run"]
main()
"""
"""The runner of jobs, gone as soon as it has said that a part of this job is done; others run beside it."""


def test_run_goes_on_after_a_kill_with_each_serial_once(app, factory):
    run_id = factory.labels(factory.lot(), quantity=QUANTITY).id
    job_id = db.session.get_one(LabelRun, run_id).job_id
    db.session.remove()
    assert killed_under_way(app, job_id) > 0
    assert db.session.get_one(LabelRun, run_id).state == RunState.QUEUED
    with use_clock(FixedClock(utc_now() + LEASE + timedelta(seconds=5))):
        run_until_empty(app)
    db.session.rollback()  # the runner has a session of its own
    run = db.session.get_one(LabelRun, run_id)
    job = db.session.get_one(Job, job_id)
    assert (run.state, job.state, job.attempts, job.done) == (RunState.DONE, JobState.DONE, 2, QUANTITY)
    codes = [row.code for row in db.session.query(TraceCode).filter_by(run_id=run_id)]
    printed = Counter(
        text.rpartition("/")[2] for text in texts_of(ports().files.get(run.file)) if "/t/" in text
    )
    assert printed == Counter(codes)
    assert (len(set(codes)), run.signed_list["count"]) == (QUANTITY, QUANTITY)


def killed_under_way(app, job_id):
    """Start a runner that dies under way as a process of its own; returns how far it was."""
    settings = app.extensions["settings"]
    given = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": "k" * 32,
        "DIES_AT": str(job_id),
    }
    runner = subprocess.run(
        [sys.executable, "-c", DYING], env=os.environ | given, cwd=Path(__file__).parents[4], check=False,
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert runner.returncode == -signal.SIGKILL, runner.stderr
    db.session.rollback()
    return db.session.get_one(Job, job_id).done


def texts_of(pdf):
    for page in pypdfium2.PdfDocument(pdf):
        yield from read_all(page.render(scale=DPI / 72).to_pil())
