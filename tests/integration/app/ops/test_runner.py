"""The job runner: one a machine, stops cleanly, survives trouble."""

import time

from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work.jobs import Job, JobState, enqueue, task
from app.core.work.periodic import every, run_due
from app.runner import Runner, run_until_empty
from tests.helpers import wait_for


@task("test.noted")
def _noted(run):
    return {"at": utc_now().isoformat()}


def queue():
    with transaction() as session:
        job = enqueue("test.noted")
        session.flush()
        return job.id


def state(job_id):
    db.session.rollback()
    return db.session.get_one(Job, job_id).state


def test_runner_does_what_waits_and_stops(app, settings):
    job_id = queue()
    runner = Runner(app, settings.data_dir / "runner.lock")
    runner.start()
    assert wait_for(lambda: state(job_id) == JobState.DONE)
    runner.stop(90)
    assert not runner._thread.is_alive()
    assert state(queue()) == JobState.QUEUED


def test_second_runner_waits_until_the_first_is_gone(app, settings):
    first, second = (Runner(app, settings.data_dir / "runner.lock") for _ in range(2))
    first.start()
    assert wait_for(lambda: first._held is not None)
    second.start()
    time.sleep(0.3)
    assert second._held is None
    first.stop(90)
    assert wait_for(lambda: second._held is not None)
    second.stop(90)


def test_running_until_empty_counts_the_jobs(app):
    queue()
    queue()
    assert run_until_empty(app) == 2


def test_periodic_work_comes_round_and_one_failure_stops_no_other(app, monkeypatch, caplog):
    monkeypatch.setattr("app.core.work.periodic._rounds", {})
    ran = []

    @every(10)
    def breaks():
        raise ZeroDivisionError

    @every(20)
    def works():
        ran.append(1)

    assert [run_due(now) for now in (0, 5, 10, 20, 29, 30)] == [2, 0, 1, 2, 0, 1]
    assert len(ran) == 2
