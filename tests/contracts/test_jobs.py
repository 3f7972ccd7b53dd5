"""What the table of jobs promises, on SQLite and on PostgreSQL alike."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app import create_app
from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work import jobs
from app.core.work.jobs import Job, JobCancelled, JobState, Queue
from app.migrations.run import upgrade
from tests.conftest import make_settings
from tests.helpers.postgres import needs_postgres, running_postgres


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def site(request, tmp_path_factory):
    """An application on an empty database of each kind."""
    settings = make_settings(tmp_path_factory.mktemp(request.param))
    if request.param == "sqlite":
        upgrade(settings.database_url)
        yield create_app(settings)
        return
    with running_postgres() as address:
        upgrade(address)
        app = create_app(replace(settings, database_url=address))
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def kind(site, monkeypatch):
    """A kind of job that notes what ran; without jobs before and after."""
    ran = []

    def note(run):
        ran.append(run.payload["number"])
        return {"number": run.payload["number"]}

    monkeypatch.setitem(jobs._tasks, "test.note", note)
    monkeypatch.setitem(jobs._queues, "test.note", Queue.LABELS)
    with site.app_context():
        with transaction() as session:
            session.execute(delete(Job))
        yield ran
        db.session.remove()


def add(*numbers, **options):
    with transaction() as session:
        made = [jobs.enqueue("test.note", number=number, **options) for number in numbers]
        session.flush()
        return [job.id for job in made]


def rows():
    db.session.rollback()
    found = db.session.scalars(select(Job).order_by(Job.id)).all()
    db.session.rollback()
    return found


def test_each_job_is_run_once_by_several_runners_at_once(site, kind):
    add(*range(40))

    def work():
        with site.app_context():
            jobs.run_pending(limit=1000)
            db.session.remove()

    runners = [threading.Thread(target=work) for _ in range(4)]
    for each in runners:
        each.start()
    for each in runners:
        each.join(120)
    assert sorted(kind) == list(range(40))
    assert {(job.state, job.attempts, job.turn) for job in rows()} == {(JobState.DONE, 1, 1)}


def test_job_is_there_with_its_change_or_not_at_all(kind):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        jobs.enqueue("test.note", number=1)
        jobs.enqueue("test.note", key="one", number=2)
        session.flush()
        raise ZeroDivisionError
    assert jobs.run_pending() == 0
    assert rows() == []


def test_queue_is_run_apart(kind):
    add(1)
    assert jobs.due_queues() == {Queue.LABELS}
    assert jobs.run_pending(queues=[Queue.MAIL, Queue.OTHER]) == 0
    assert jobs.run_pending(queues=[Queue.LABELS]) == 1
    assert jobs.due_queues() == set()


def test_same_key_is_one_job_until_it_is_finished(kind):
    first, second = add(1, key="run:7"), add(2, key="run:7")
    assert first == second
    assert jobs.run_pending() == 1
    assert kind == [1]
    assert add(3, key="run:7") != first
    assert jobs.run_pending() == 1
    assert kind == [1, 3]


def test_same_key_added_at_once_by_many_is_one_job(site, kind):
    found = []

    def add_it(number):
        with site.app_context():
            found.extend(add(number, key="run:8"))
            db.session.remove()

    threads = [threading.Thread(target=add_it, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    assert len(found) == 6
    assert len(set(found)) == len(rows()) == 1


def test_cancelled_job_gives_its_key_back(kind):
    first = add(1, key="run:9")
    with transaction() as session:
        jobs.cancel(session.get_one(Job, first[0]))
    assert add(2, key="run:9") != first


def test_job_of_a_dead_runner_is_taken_over_after_its_lease_and_not_before(kind):
    clock = FixedClock(utc_now())
    with use_clock(clock):
        add(1)
        assert jobs._claim() is not None  # a runner that dies
        assert jobs.run_pending() == 0
        clock.advance(jobs.LEASE + timedelta(seconds=1))
        assert jobs.run_pending() == 1
    assert kind == [1]
    assert (rows()[0].attempts, rows()[0].turn) == (2, 2)


def test_job_whose_lease_is_renewed_is_not_taken_over(kind):
    clock = FixedClock(utc_now())
    with use_clock(clock):
        add(1)
        _, run = jobs._claim()
        for _ in range(3):
            clock.advance(jobs.LEASE * 2 / 3)
            jobs.renew_leases([run])
            assert jobs.run_pending() == 0


def test_runner_taken_for_dead_writes_nothing_more_about_the_job(kind, monkeypatch):
    """It was only slow: another has the job now, and says alone how it ended."""
    clock = FixedClock(utc_now())
    with use_clock(clock):
        add(1)
        name, slow = jobs._claim()
        clock.advance(jobs.LEASE + timedelta(seconds=1))
        _, other = jobs._claim()
        with pytest.raises(JobCancelled):
            slow.progress(1, 2)
        jobs.renew_leases([slow])
        assert jobs._outcome(name, slow) == "lost"
        assert rows()[0].state == JobState.RUNNING
        monkeypatch.setitem(jobs._tasks, "test.note", lambda _run: 1 / 0)
        assert jobs._outcome(name, slow) == "failed"
        assert (rows()[0].state, rows()[0].error) == (JobState.RUNNING, "")
        other.progress(1, 2)
        monkeypatch.setitem(jobs._tasks, "test.note", lambda _run: {"by": "other"})
        assert jobs._outcome(name, other) == "done"
    assert rows()[0].result == {"by": "other"}


@pytest.mark.parametrize("number", [1])
def test_job_that_one_is_taking_is_passed_by(site, kind, number):
    """SKIP LOCKED; under SQLite one writer waits for the other instead, and finds the next one too."""
    add(number, number + 1)
    with site.app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("one writer at a time")
    holding = db.engine.connect()
    try:
        holding.execute(select(Job.id).order_by(Job.id).limit(1).with_for_update())
        assert jobs.run_pending(limit=1) == 1
    finally:
        holding.close()
    assert kind == [number + 1]
