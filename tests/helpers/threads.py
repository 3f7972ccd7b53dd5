"""Several people at the same moment."""

import threading
from collections.abc import Callable

from flask import Flask

from app.core.database.base import db
from app.core.errors import DomainError


def together(app: Flask, jobs: list[Callable[[], object]]) -> list[object]:
    """Run all jobs at the same moment, each in a thread with a session of its own; what each returned or raised."""
    start = threading.Barrier(len(jobs))
    answers: list[object] = [None] * len(jobs)

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            answers[number] = told(jobs[number])
            db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return answers


def told(job: Callable[[], object]) -> object:
    """What a job returned, or the code it was refused with."""
    try:
        return job()
    except DomainError as error:
        return error.code
