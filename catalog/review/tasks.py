"""Letters about decisions, written by the runner."""

from app.core.database.transaction import transaction
from app.core.work.jobs import JobRun, Queue, task
from catalog.review.mails import write_letter


@task("catalog.letter", Queue.MAIL)
def letter_task(run: JobRun) -> None:
    """Write one letter to every member of a facility."""
    with transaction():
        write_letter(**run.payload)
