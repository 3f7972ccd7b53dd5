"""Background work of the EPCIS repository."""

from typing import Any

from app.core.work.jobs import JobRun, Queue, task
from app.core.work.periodic import every
from traceability.epcis_repository.capture import TASK, run_capture
from traceability.epcis_repository.from_diary import mirror_diary


@task(TASK, Queue.IMPORTS)
def capture_task(run: JobRun) -> dict[str, Any]:
    """Finish a large delivery."""
    return run_capture(int(run.payload["capture_id"]), run.progress)


every(1)(mirror_diary)
