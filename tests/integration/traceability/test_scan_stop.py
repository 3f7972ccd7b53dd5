"""Scans of a server that is stopped or killed: a normal stop loses none, a kill at most the last second."""

import signal
import socket
import sqlite3
import time

import pytest

from tests.bench import load, scans
from traceability.scans import FLUSH_SECONDS

pytestmark = pytest.mark.slow
SLACK = 0.5
"""Seconds that a batch may take to be on disk on a busy machine."""


@pytest.fixture
def visits(app, factory):
    """Opens the page as one visitor after another for some seconds; times at which each page was there."""
    code = factory.lot_code(factory.lot()).code
    settings = app.extensions["settings"]
    given = {
        "DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url, "SECRET_KEY": "k" * 32,
        "EMBEDDED_RUNNER": "off",
    }  # fmt: skip

    def run(sign, seconds):
        with load.served("app.wsgi:application", given) as server:
            answered = []
            with socket.create_connection(("127.0.0.1", server.port), 30) as line:
                start = 0.0
                while not answered or time.monotonic() < start + seconds:
                    status = scans.ask(line, f"/truy-xuat/{code}", f"Mozilla/5.0 phone {len(answered)}")
                    assert status == 200
                    answered.append(time.monotonic())
                    start = start or answered[0]  # a busy machine takes long for the first page
            ended = time.monotonic()
            server.end(sign)
        return answered, ended, kept(settings.data_dir)

    return run


def kept(folder):
    connection = sqlite3.connect(folder / "scans.db")
    try:
        return connection.execute("SELECT count(*), (SELECT sum(count) FROM scan_total) FROM scan").fetchone()
    finally:
        connection.close()


def test_normal_stop_loses_no_scan(visits):
    answered, _ended, (rows, total) = visits(signal.SIGTERM, 1.4)
    assert (rows, total) == (len(answered), len(answered))


def test_kill_loses_at_most_the_last_second(visits):
    answered, ended, (rows, total) = visits(signal.SIGKILL, 3.0)
    due = sum(at < ended - FLUSH_SECONDS - SLACK for at in answered)
    assert due > 0
    assert (rows == total, due <= rows <= len(answered)) == (True, True)
