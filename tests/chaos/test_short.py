"""The short form of `make chaos`: one server and one runner on SQLite, each killed three times while people work."""

import os
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app import create_app
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import Job, JobState
from config import Settings
from tests.chaos.__main__ import at_work, wait_for_answers
from tests.chaos.parts import Part, answers
from tests.chaos.people import People
from tests.e2e.server import free_port
from tests.helpers import commands, wait_for

KILLED = ("server", "runner") * 3
PAUSE = 0.4
"""Seconds between two acts of a person: the parts are killed often, not loaded."""


@pytest.fixture
def parts(settings, tmp_path):
    """(settings, server, runner), both running."""
    port, metrics = free_port(), free_port()
    env = {
        "DATA_DIR": str(settings.data_dir),
        "SECRET_KEY": settings.secret_key,
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "WORKERS": "1",
        "EMBEDDED_RUNNER": "off",
        "PASSWORD_COST": "low",
    }
    assert commands.run(["migrate"], os.environ | env).returncode == 0
    script = str(Path(sys.executable).with_name("tieubieu"))
    server = Part(
        "server", [script, "serve"], answers(f"{env['BASE_URL']}/readyz"), tmp_path, env, is_warm=True
    )
    up = answers(f"http://127.0.0.1:{metrics}/metrics")
    own = env | {"METRICS_PORT": str(metrics)}
    runner = Part("runner", [script, "jobs", "run"], up, tmp_path, own, is_warm=True)
    for part in (server, runner):
        part.start(wait=False)
    for part in (server, runner):
        part.wait_until_up()
    yield Settings.from_env(env), server, runner
    for part in (server, runner):
        part.kill()


def jobs_done():
    found = db.session.scalar(select(func.count()).where(Job.state == JobState.DONE))
    db.session.rollback()
    return found


def let_time_pass(state, **column):
    """For jobs in this state, without waiting: the minute for which a dead runner holds them, or what they wait for."""
    with transaction():
        changed = update(Job).where(Job.state == state).values(**column)
        db.session.execute(changed, execution_options={"synchronize_session": False})


@pytest.mark.slow
@pytest.mark.own_application
def test_nothing_acknowledged_is_lost_or_doubled(parts):
    settings, *running = parts
    by_name = {part.name: part for part in running}
    app = create_app(settings)
    with app.app_context():
        people = People(app, settings.port, (settings.port,), jurors=3, pause=PAUSE)
        with at_work(people):
            for name in KILLED:
                done = jobs_done()
                wait_for_answers(people)
                assert wait_for(lambda done=done: jobs_done() > done)
                by_name[name].kill()
                if name == "runner":
                    let_time_pass(JobState.RUNNING, lease_until=utc_now())
                by_name[name].start()
            wait_for_answers(people)
        let_time_pass(JobState.QUEUED, run_after=utc_now())
        assert people.settle() == 0
        found = people.verdicts()
        db.session.remove()
        db.engine.dispose()
    faults = {kind: (one["lost"], one["doubled"], one["wrong"]) for kind, one in found.items()}
    assert faults == dict.fromkeys(found, (0, 0, []))
    assert all(one["acknowledged"] for kind, one in found.items() if kind != "publications")
