"""Scans of a server that is stopped or killed: a stop loses none, a kill at most those of the last second."""

import signal
import socket
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest

from tests.bench import load, scans
from tests.helpers import wait_for

pytestmark = pytest.mark.slow
PATIENCE = 90.0
"""Seconds in which a writer that is due each second comes to its turn on any machine."""


@pytest.fixture
def site(app, factory):
    """A served site. visit(n): open the page as n people; kept(): (rows, their total) on disk; end(signal)."""
    settings = app.extensions["settings"]
    path = f"/truy-xuat/{factory.lot_code(factory.lot()).code}"
    given = {
        "DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url, "SECRET_KEY": "k" * 32,
        "EMBEDDED_RUNNER": "off",
    }  # fmt: skip
    people = iter(range(100_000))

    def visit(number):
        with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as line:
            for _ in range(number):
                assert scans.ask(line, path, f"Mozilla/5.0 phone {next(people)}") == 200

    with load.served("app.wsgi:application", given) as server:
        yield SimpleNamespace(visit=visit, kept=lambda: kept(settings.data_dir), end=server.end)


def kept(folder):
    with closing(sqlite3.connect(folder / "scans.db")) as connection:
        return connection.execute(
            "SELECT count(*), coalesce((SELECT sum(count) FROM scan_total), 0) FROM scan"
        ).fetchone()


def test_normal_stop_loses_no_scan(site):
    site.visit(200)
    site.end(signal.SIGTERM)
    assert site.kept() == (200, 200)


def test_kill_loses_nothing_that_the_writer_has_had_its_turn_for(site):
    site.visit(200)
    assert wait_for(lambda: site.kept() == (200, 200))
    site.visit(50)
    site.end(signal.SIGKILL)
    rows, total = site.kept()
    assert (rows == total, 200 <= rows <= 250) == (True, True)
