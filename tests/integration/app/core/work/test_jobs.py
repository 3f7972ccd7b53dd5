from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.clock import FixedClock, use_clock, utc_now
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import Unavailable
from app.core.telemetry.request_id import current_id, set_current_id
from app.core.work import jobs
from app.core.work.jobs import Job, JobRun, JobState


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """A task `test.note` that notes its payload, and fails while told so."""
    seen: list[dict[str, Any]] = []

    def note(run: JobRun) -> dict[str, Any]:
        seen.append(run.payload)
        run.progress(1, 2)
        if run.payload.get("fail"):
            raise ValueError("told to fail")
        return {"seen": len(seen)}

    monkeypatch.setitem(jobs._tasks, "test.note", note)
    return seen


def add(**payload: Any) -> int:
    with transaction():
        job = jobs.enqueue("test.note", **payload)
        db.session.flush()
        return job.id


def state(job_id: int) -> Job:
    db.session.expire_all()
    return db.session.scalars(select(Job).where(Job.id == job_id)).one()


def test_job_runs_once_and_keeps_its_result(app: Flask, ran: list[dict[str, Any]]) -> None:
    job_id = add(number=7)
    assert jobs.run_pending() == 1
    assert jobs.run_pending() == 0
    job = state(job_id)
    assert (job.state, job.result, job.done, job.total) == (JobState.DONE, {"seen": 1}, 1, 2)
    assert ran == [{"number": 7}]


def test_job_of_a_rolled_back_change_never_runs(app: Flask, ran: list[dict[str, Any]]) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        jobs.enqueue("test.note")
        raise ZeroDivisionError
    assert jobs.run_pending() == 0


def test_failing_job_is_tried_again_later_and_then_given_up(app: Flask, ran: list[dict[str, Any]]) -> None:
    clock = FixedClock(utc_now())
    with use_clock(clock):
        job_id = add(fail=True)
        for _ in range(jobs.MAX_ATTEMPTS):
            assert jobs.run_pending() == 1
            clock.advance(timedelta(minutes=5))
        assert jobs.run_pending() == 0
    job = state(job_id)
    assert (job.state, job.attempts, job.error) == (
        JobState.FAILED,
        jobs.MAX_ATTEMPTS,
        "ValueError: told to fail",
    )


def test_job_of_a_dead_runner_is_taken_over(app: Flask, ran: list[dict[str, Any]]) -> None:
    clock = FixedClock(utc_now())
    with use_clock(clock):
        job_id = add()
        assert jobs._claim() is not None  # a runner claims it and dies
        assert jobs.run_pending() == 0
        clock.advance(jobs.LEASE + timedelta(seconds=1))
        assert jobs.run_pending() == 1
    assert state(job_id).attempts == 2


def test_cancelled_job_stops_at_its_next_step(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []

    def slow(run: JobRun) -> None:
        for number in range(3):
            run.progress(number, 3)
            steps.append(number)
            if number == 1:
                with transaction() as session:
                    jobs.cancel(session.get_one(Job, run.job_id))

    monkeypatch.setitem(jobs._tasks, "test.note", slow)
    job_id = add()
    jobs.run_pending()
    assert steps == [0, 1]
    assert state(job_id).state == JobState.CANCELLED


def test_unknown_kind_of_job_says_so(app: Flask) -> None:
    with transaction():
        job = jobs.enqueue("no.such")
        db.session.flush()
        job_id = job.id
    jobs.run_pending(limit=1)
    assert state(job_id).error == "LookupError: no task for no.such"


def test_enqueue_outside_a_transaction_is_refused(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        jobs.enqueue("test.note")


def test_job_runs_under_the_id_of_the_request_that_asked_for_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    found: list[str] = []
    monkeypatch.setitem(jobs._tasks, "test.id", lambda _run: found.append(current_id()))
    set_current_id("0123456789abcdef")
    try:
        with transaction():
            jobs.enqueue("test.id")
    finally:
        set_current_id("")
    with caplog.at_level("INFO", "app.jobs"):
        assert jobs.run_pending() == 1
    assert found == ["0123456789abcdef"]
    assert current_id() == ""
    told = [vars(record) for record in caplog.records if record.name == "app.jobs"]
    assert [(line["kind"], line["outcome"]) for line in told] == [("test.id", "done")]


def test_no_jobs_are_added_for_nothing(app: Flask) -> None:
    with transaction():
        jobs.enqueue_all("test.note", {})
    assert db.session.scalars(select(Job)).all() == []


def test_job_that_was_cancelled_stays_so_when_the_storage_fails_then(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(run: JobRun) -> None:
        with transaction():
            jobs.cancel(state(run.job_id))
        raise Unavailable("storage_unavailable")

    monkeypatch.setitem(jobs._tasks, "test.note", work)
    job_id = add()
    assert jobs.run_pending() == 1
    assert (state(job_id).state, state(job_id).error) == (JobState.CANCELLED, "")
