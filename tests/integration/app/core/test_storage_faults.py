"""A storage failure gives an answer, and nobody waits longer than allowed."""

import errno
import fcntl
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database import transaction as writing
from app.core.database.base import db
from app.core.database.changes import latest_change, record_change
from app.core.database.faults import fault_of
from app.core.database.transaction import transaction
from app.core.database.write_lock import LockHeld, WriteLock
from app.core.errors import Unavailable
from app.core.work.jobs import LEASE, MAX_ATTEMPTS, Job, JobState, enqueue, run_pending, task
from app.runner import Runner
from tests.helpers import only, token_of

PAPER = {
    "kind": "ocop",
    "title": "Chứng nhận",
    "number": "1",
    "issuer": "Sở",
    "issued_on": "2026-01-01",
    "stars": "3",
}


def test_write_lock_is_given_up_after_its_time_and_taken_when_free(tmp_path):
    lock, path = WriteLock(tmp_path / "a.lock"), tmp_path / "a.lock"
    with path.open("a+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        for _ in range(2):  # the second finds the thread of the first waiting still
            with pytest.raises(LockHeld):
                lock.take(0.01)
    lock.take(60)()
    lock.take(60)()


def test_write_lock_that_nobody_waits_for_any_more_is_not_kept(tmp_path):
    lock, path = WriteLock(tmp_path / "a.lock"), tmp_path / "a.lock"
    with path.open("a+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(LockHeld):
            lock.take(0.01)
    WriteLock(path).take(60)()  # as another process: the kernel gives it once the waiting thread has let go


def test_threads_of_a_process_wait_for_each_other(tmp_path):
    lock = WriteLock(tmp_path / "a.lock")
    give_back = lock.take(1)
    with pytest.raises(LockHeld):
        lock.take(0.01)
    taken = threading.Event()
    other = threading.Thread(target=lambda: (lock.take(60)(), taken.set()))
    other.start()
    give_back()
    assert taken.wait(60)


@pytest.fixture
def held(app, monkeypatch):
    """Another process holds the write lock, by the file of ours."""
    monkeypatch.setattr(writing, "WAIT", 0.05)
    with Path(f"{db.engine.url.database}.lock").open("a+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@pytest.fixture
def held_by_sqlite(app, monkeypatch):
    """A program that knows no file of ours is writing."""
    monkeypatch.setattr(writing, "WAIT", 0.05)
    with closing(sqlite3.connect(db.engine.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture
def full(app):
    """Every write to the database fails as on a full disk."""

    def fail(_connection, _cursor, statement, *_rest):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(db.engine, "before_cursor_execute", fail)
    yield
    event.remove(db.engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("fault", ["held", "held_by_sqlite"])
def test_writer_is_refused_after_its_time_and_readers_go_on(client, request, fault):
    request.getfixturevalue(fault)
    before = latest_change()
    with pytest.raises(Unavailable) as caught, transaction():
        record_change("product", 1)
    assert (caught.value.code, latest_change()) == ("storage_unavailable", before)
    assert client.get("/").status_code == 200
    assert client.get("/dang-nhap").status_code == 200


@pytest.fixture
def member(factory, login_as):
    facility = factory.facility()
    browser = login_as(factory.user("facility", facility_id=facility.id))
    browser.page = f"/co-so-cua-toi/{facility.id}/giay-to/moi"
    return browser


@pytest.mark.parametrize("fault", ["held", "held_by_sqlite", "full"])
def test_form_is_answered_in_the_readers_language_and_nothing_is_saved(member, request, fault):
    values = PAPER | {"csrf_token": token_of(member, member.page)}
    request.getfixturevalue(fault)
    answer = member.post(member.page, data=values)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Chưa có gì được lưu" in answer.text
    assert 'value="Chứng nhận"' in answer.text  # what was typed


@pytest.mark.parametrize("fault", ["held", "held_by_sqlite", "full"])
def test_touching_a_session_never_fails_a_page(member, request, fault):
    with use_clock(FixedClock(utc_now().replace(microsecond=0) + LEASE * 3)):
        request.getfixturevalue(fault)
        assert member.get("/co-so-cua-toi").status_code == 200


def test_lock_file_that_cannot_be_made_is_a_fault_of_the_storage(app, monkeypatch):
    monkeypatch.setattr(writing, "_locks", {})
    monkeypatch.setattr(writing, "_lock_of", lambda path: WriteLock(Path(path)))  # the file is none: a folder
    monkeypatch.setattr(Path, "open", lambda *_: (_ for _ in ()).throw(OSError(errno.EROFS, "read-only")))
    with pytest.raises(Unavailable), transaction():
        pass


def lost(state, name="OperationalError"):
    return type(name, (Exception,), {"__module__": "psycopg.errors", "sqlstate": state})("x")


@pytest.mark.parametrize(
    ("error", "is_fault"),
    [
        (OSError(errno.ENOSPC, "x"), True),
        (OSError(errno.EROFS, "x"), True),
        (FileNotFoundError(errno.ENOENT, "x"), False),
        (sqlite3.OperationalError("database is locked"), True),
        (sqlite3.OperationalError("attempt to write a readonly database"), True),
        (sqlite3.OperationalError("no such table: x"), False),
        (OperationalError("x", {}, sqlite3.OperationalError("disk I/O error")), True),
        (OperationalError("x", {}, lost(None)), True),
        (OperationalError("x", {}, lost("57P01", "AdminShutdown")), True),
        (OperationalError("x", {}, lost("55P03", "LockNotAvailable")), True),
        (OperationalError("x", {}, lost("42P01", "UndefinedTable")), False),
        (ValueError("disk is full"), False),
    ],
)
def test_faults_of_the_storage_are_told_from_those_of_the_program(error, is_fault):
    assert (fault_of(error) is not None) is is_fault


def test_connection_lost_while_saving_is_told_as_uncertain(app, monkeypatch):
    def lose():
        raise OperationalError("COMMIT", {}, lost(None), connection_invalidated=True)

    session = db.session()
    with pytest.raises(Unavailable) as caught, transaction():
        monkeypatch.setattr(session, "commit", lose)
    assert caught.value.code == "save_uncertain"


def test_job_that_the_storage_fails_keeps_its_tries(app):
    failing = [OSError(errno.ENOSPC, "full")] * MAX_ATTEMPTS

    @task("test.fault")
    def work(_run):
        if failing:
            raise failing.pop()

    with transaction():
        enqueue("test.fault")
    now = utc_now()
    for number in range(MAX_ATTEMPTS + 1):
        with use_clock(FixedClock(now + LEASE * (number + 1))):
            assert run_pending() == 1
    job = only(Job)
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_runner_comes_back_when_its_lock_can_be_made(app, settings):
    folder = settings.data_dir / "later"
    runner = Runner(app, folder / "runner.lock")
    assert runner._take_lock() is False
    folder.mkdir()
    assert runner._take_lock() is True
    runner._held.close()


def test_database_that_is_away_is_an_answer_for_readers_too(app, client):
    def fail(*_):
        raise sqlite3.OperationalError("unable to open database file")

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OperationalError):
            db.session.execute(text("SELECT 1"))
        db.session.rollback()
        client.set_cookie("tb", "s1.some-key")
        answer = client.get("/dang-nhap")
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
