"""What `/readyz` says about a machine where something is missing."""

import sqlite3
from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import event

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.database.transaction import transaction
from app.core.mail import OutboxMail, post_mail
from app.core.ports import ports
from app.core.storage import StorageDown
from app.ops.doctor import Verdict, examine
from app.site.routes import health
from catalog.search.tasks import catch_up_index
from tests.helpers import only


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def wrong(client):
    """The answer's status and what is not well."""
    answer = client.get("/readyz")
    return answer.status_code, {k: v for k, v in answer.json.items() if k != "status" and v != "ok"}


def test_full_disk_is_told(client, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: Usage(10**12, 10**12, health.LEAST_DISK - 1))
    assert wrong(client) == (503, {"disk": "unavailable"})


def test_disk_that_takes_no_writes_is_told(client, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(health.tempfile, "TemporaryFile", refuse)
    assert wrong(client) == (503, {"disk": "unavailable"})


def test_storage_that_is_away_is_told(client, monkeypatch):
    def refuse(_name):
        raise StorageDown(reason="NoAnswer")

    monkeypatch.setattr(type(ports().files), "exists", lambda _self, name: refuse(name))
    assert wrong(client) == (503, {"files": "unavailable"})


def test_database_that_is_away_is_told(client):
    def fail(*_):
        raise sqlite3.OperationalError("unable to open database file")

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        status, parts = wrong(client)
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)
    assert (status, parts["database"]) == (503, "unavailable")


def test_mail_that_waits_is_told_and_keeps_nobody_out(client):
    now = utc_now()
    with transaction():
        post_mail("a@example.vn", "s", "b")
    with use_clock(FixedClock(now + health.MAIL_WAITS - timedelta(seconds=5))):
        assert wrong(client) == (200, {})
    with use_clock(FixedClock(now + health.MAIL_WAITS + timedelta(seconds=5))):
        assert wrong(client) == (200, {"mail": "behind"})
        with transaction():
            only(OutboxMail).sent_at = now
        assert wrong(client) == (200, {})


def test_index_that_does_not_follow_is_told(client):
    catch_up_index()
    now = utc_now()
    with transaction():
        record_change("product", 1)
    assert wrong(client) == (200, {})
    with use_clock(FixedClock(now + health.FEED_WAITS + timedelta(seconds=5))):
        assert wrong(client) == (200, {"feed": "behind"})
        catch_up_index()
        assert wrong(client) == (200, {})


@pytest.fixture
def found(settings):
    """What the doctor says, by what it looked at."""
    return lambda: {finding.about: finding for finding in examine(settings)}


def test_doctor_sees_files_and_jobs(app, found):
    told = found()
    assert (told["files"].verdict, told["jobs"].verdict) == (Verdict.OK, Verdict.OK)
    with transaction():
        post_mail("a@example.vn", "s", "b")
    with use_clock(FixedClock(utc_now() + timedelta(minutes=11))):
        told = found()["jobs"]
    assert (told.verdict, "is a runner running?" in told.text) == (Verdict.WARN, True)
