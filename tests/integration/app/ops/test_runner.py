"""The job runner: one a machine, stops cleanly, survives trouble."""

import signal
import threading
import time

import pytest
from sqlalchemy import select

from app import runner as app_runner
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.work import jobs
from app.core.work.jobs import Job, JobState, Queue, enqueue, task
from app.core.work.periodic import every, run_due
from app.runner import Runner, holding_leases, run_until_empty
from app.site.whole_files.tasks import KIND
from catalog.product_import.services import EXPORT
from tests.helpers import only, wait_for


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


def test_node_follows_while_a_job_and_other_rounds_take_long(app, settings, monkeypatch):
    """What each machine keeps of its own has a thread of its own, and so has each queue."""
    monkeypatch.setattr("app.core.work.periodic._rounds", {})
    release, followed = threading.Event(), []

    @every(0.01, node=True)
    def follow():
        followed.append(1)

    @every(10)
    def take_long():
        release.wait(60)

    @task("test.held", Queue.PAPERS)
    def held(_run):
        release.wait(60)

    with transaction():
        enqueue("test.held")
    runner = Runner(app, settings.data_dir / "runner.lock")
    runner.start()
    try:
        assert wait_for(lambda: held_now(Job))
        before = len(followed)
        assert wait_for(lambda: len(followed) > before + 1)
        other = queue()
        assert wait_for(lambda: state(other) == JobState.DONE)
    finally:
        release.set()
        runner.stop(90)


def held_now(model):
    db.session.rollback()
    return db.session.scalar(select(model.id).where(model.state == JobState.RUNNING))


def test_runner_without_the_lock_helps_with_the_jobs(app, settings):
    first = Runner(app, settings.data_dir / "runner.lock", queues=[Queue.MAIL])
    helper = Runner(app, settings.data_dir / "runner.lock", helps=True)
    first.start()
    assert wait_for(lambda: first._held is not None)
    job_id = queue()
    helper.start()
    try:
        assert wait_for(lambda: state(job_id) == JobState.DONE)
        assert helper._held is None
        first.stop(90)
        assert wait_for(
            lambda: "index" in helper._hands
        )  # it takes the lock, and goes on with the same queues
        job_id = queue()
        assert wait_for(lambda: state(job_id) == JobState.DONE)
    finally:
        helper.stop(90)
        first.stop(90)


def test_large_job_is_done_by_another_process(app, settings, monkeypatch):
    monkeypatch.setattr(
        "app.runner.run_pending", lambda **_: pytest.fail("it ran in the process that answers")
    )
    monkeypatch.setitem(jobs._large, KIND, lambda _payload: True)
    for name, value in {"DATA_DIR": settings.data_dir, "DATABASE_URL": settings.database_url,
                        "SECRET_KEY": settings.secret_key, "EMBEDDED_RUNNER": "off"}.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    with transaction() as session:
        job = enqueue(KIND)
        session.flush()
        job_id = job.id
    runner = Runner(app, settings.data_dir / "runner.lock", queues=[Queue.OTHER], apart=True)
    runner.start()
    try:
        assert wait_for(lambda: state(job_id) == JobState.DONE)
        assert db.session.get_one(Job, job_id).result == {"files": 3}
    finally:
        runner.stop(90)


@pytest.mark.parametrize(("most", "is_large"), [(2, False), (1, True)])
def test_export_of_a_facility_is_large_by_the_number_of_its_products(factory, monkeypatch, most, is_large):
    monkeypatch.setattr("catalog.product_import.tasks.LONG", most)
    home = factory.facility()
    for _ in range(2):
        factory.product(home)
    with transaction():
        enqueue(EXPORT, facility_id=home.id, locale="vi")
    assert jobs.is_next_large(Queue.IMPORTS) is is_large


def test_large_job_runs_here_where_no_other_process_can_start(app, settings, monkeypatch, caplog):
    monkeypatch.setattr("app.runner._CHILD", "raise SystemExit(3)")
    monkeypatch.setitem(jobs._large, "test.noted", lambda _payload: True)
    job_id = queue()
    runner = Runner(app, settings.data_dir / "runner.lock", apart=True)
    runner.start()
    try:
        assert wait_for(lambda: state(job_id) == JobState.DONE)
    finally:
        runner.stop(90)
    assert "the process for other ended with 3" in caplog.text


def test_lease_of_a_job_under_way_is_renewed(app, settings, monkeypatch):
    monkeypatch.setattr("app.runner.RENEW", 0.0)
    release = threading.Event()

    @task("test.held", Queue.LABELS)
    def held(_run):
        release.wait(60)

    with transaction():
        enqueue("test.held")
    runner = Runner(app, settings.data_dir / "runner.lock")
    runner.start()
    try:
        assert wait_for(lambda: held_now(Job))
        first = only(Job).lease_until
        assert wait_for(lambda: only(Job).lease_until > first)
    finally:
        release.set()
        runner.stop(90)


def test_woken_runner_does_not_wait_for_its_next_look(app, settings, monkeypatch):
    monkeypatch.setattr("app.runner.POLL", 3600.0)
    monkeypatch.setattr("app.core.work.periodic._rounds", {})
    followed = []
    every(1, node=True)(lambda: followed.append(1))
    runner = Runner(app, settings.data_dir / "runner.lock")
    runner.start()
    assert wait_for(lambda: followed)
    before, job_id = len(followed), queue()
    runner.wake()
    assert wait_for(lambda: state(job_id) == JobState.DONE)
    assert wait_for(lambda: len(followed) > before)
    runner.stop(90)


def test_lease_is_renewed_while_a_stopping_runner_finishes_its_job(app, settings, monkeypatch):
    monkeypatch.setattr("app.runner.RENEW", 0.0)
    monkeypatch.setattr("app.runner.POLL", 0.02)
    release = threading.Event()

    @task("test.held", Queue.LABELS)
    def held(_run):
        release.wait(60)

    with transaction():
        enqueue("test.held")
    runner = Runner(app, settings.data_dir / "runner.lock")
    runner.start()
    try:
        assert wait_for(lambda: held_now(Job))
        runner.ask_to_stop()
        assert wait_for(runner._hands["index"]._stop.is_set)  # it looks for nothing new any more
        before = only(Job).lease_until
        assert wait_for(lambda: only(Job).lease_until > before, seconds=20)
    finally:
        release.set()
        runner.stop(90)
    assert only(Job).state == JobState.DONE


def test_runner_that_was_stopped_before_it_began_does_nothing(app, settings):
    job_id = queue()
    runner = Runner(app, settings.data_dir / "runner.lock")
    runner.stop()
    runner.run()
    assert (runner._held, state(job_id)) == (None, JobState.QUEUED)


def test_thread_that_is_just_being_begun_is_waited_for(app, monkeypatch):
    begins, may_begin, ended = threading.Event(), threading.Event(), []

    class Slow(threading.Thread):
        def start(self):
            begins.set()
            assert may_begin.wait(60)
            super().start()

    hand = app_runner._Hand(app, "jobs", lambda: False, every=None)
    hand.ask_to_stop()
    waker = threading.Thread(target=hand.wake)
    joiner = threading.Thread(target=lambda: ended.append(hand.join(60)))
    monkeypatch.setattr(app_runner.threading, "Thread", Slow)
    waker.start()
    assert begins.wait(60)
    joiner.start()
    may_begin.set()
    waker.join()
    joiner.join()
    assert ended == [True]


def test_lock_that_another_holds_is_not_asked_for_at_each_look(app, settings, monkeypatch):
    runner, asked = Runner(app, settings.data_dir / "runner.lock"), []
    monkeypatch.setattr(runner, "_take_lock", lambda: asked.append(1) and False)
    for _ in range(3):
        runner._ask_for_the_lock()
    assert len(asked) == 1


def test_process_for_large_work_that_does_not_end_is_ended_with_the_runner(app, settings, monkeypatch):
    monkeypatch.setattr("app.runner._CHILD", "import time; time.sleep(600)")
    monkeypatch.setattr("app.runner.POLL", 0.05)
    monkeypatch.setattr("app.runner.GRACE", 0.05)
    runner, started = Runner(app, settings.data_dir / "runner.lock", apart=True), []
    start = app_runner.subprocess.Popen
    monkeypatch.setattr(
        app_runner.subprocess,
        "Popen",
        lambda *args, **more: started.append(start(*args, **more)) or started[0],
    )
    runner.ask_to_stop()
    assert runner._run_apart("other") is True
    assert started[0].returncode == -signal.SIGTERM


@pytest.mark.parametrize(("child", "is_done"), [("pass", True), ("raise SystemExit(3)", False)])
def test_process_for_large_work_tells_whether_it_came_to_its_end(app, settings, monkeypatch, child, is_done):
    monkeypatch.setattr("app.runner._CHILD", child)
    assert Runner(app, settings.data_dir / "runner.lock", apart=True)._run_apart("other") is is_done


def test_leases_that_could_not_be_renewed_are_renewed_at_the_next_look(app, settings, monkeypatch, caplog):
    answers = [ConnectionError("away"), None]

    def renew(_runs):
        if (answer := answers.pop(0)) is not None:
            raise answer

    monkeypatch.setattr(app_runner, "renew_leases", renew)
    monkeypatch.setattr(app_runner, "runs_under_way", lambda: ["a run"])
    runner = Runner(app, settings.data_dir / "runner.lock")
    for _ in range(3):
        runner._renew()
    assert answers == []
    assert caplog.text.count("leases could not be renewed") == 1


def test_leases_are_held_while_a_command_works(app, monkeypatch):
    renewed = threading.Event()
    monkeypatch.setattr(app_runner, "RENEW", 0.0)
    monkeypatch.setattr(app_runner, "_renew_leases", lambda _app: renewed.set())
    with holding_leases(app):
        assert renewed.wait(90)
