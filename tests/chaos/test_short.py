"""The short form of `make chaos`: one server and one runner on SQLite, each killed twice while people work."""

import os
import sys
from pathlib import Path

import pytest

from app import create_app
from app.core.database.base import db
from config import Settings
from tests.chaos.__main__ import at_work, wait_for_answers
from tests.chaos.parts import Part, answers, tieubieu
from tests.chaos.people import People
from tests.e2e.server import free_port

KILLED = ("server", "runner", "server", "runner")


@pytest.fixture
def parts(tmp_path):
    """(settings, server, runner), both running."""
    port, metrics = free_port(), free_port()
    env = {
        "DATA_DIR": str(tmp_path / "var"),
        "SECRET_KEY": "a secret for tests only, forty characters or so",
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "WORKERS": "1",
        "EMBEDDED_RUNNER": "off",
        "PASSWORD_COST": "low",
    }
    tieubieu("migrate", **env)
    script = str(Path(sys.executable).with_name("tieubieu"))
    server = Part("server", [script, "serve"], answers(f"{env['BASE_URL']}/readyz"), tmp_path, env)
    up = answers(f"http://127.0.0.1:{metrics}/metrics")
    runner = Part("runner", [script, "jobs", "run"], up, tmp_path, env | {"METRICS_PORT": str(metrics)})
    for part in (server, runner):
        part.start(wait=False)
    for part in (server, runner):
        part.wait_until_up()
    yield Settings.from_env(env), server, runner
    for part in (server, runner):
        part.kill()


@pytest.mark.skipif("CHAOS" not in os.environ, reason="set CHAOS=1: it starts servers six times")
@pytest.mark.slow
@pytest.mark.own_application
def test_nothing_acknowledged_is_lost_or_doubled(parts):
    settings, *running = parts
    by_name = {part.name: part for part in running}
    app = create_app(settings)
    with app.app_context():
        people = People(app, settings.port, (settings.port,))
        with at_work(people):
            for name in KILLED:
                wait_for_answers(people)
                by_name[name].kill()
                by_name[name].start()
            wait_for_answers(people)
        assert people.settle() == 0
        found = people.verdicts()
        db.session.remove()
        db.engine.dispose()
    faults = {kind: (one["lost"], one["doubled"], one["wrong"]) for kind, one in found.items()}
    assert faults == dict.fromkeys(found, (0, 0, []))
    assert all(one["acknowledged"] for kind, one in found.items() if kind != "publications")
