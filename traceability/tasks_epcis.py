"""Work of the EPCIS repository behind the requests."""

from typing import Any

from app.core.jobs import JobRun, task
from app.core.periodic import every
from traceability.services.epcis_capture import TASK, run_capture
from traceability.services.epcis_diary import mirror_diary


@task(TASK)
def capture_task(run: JobRun) -> dict[str, Any]:
    """Finish a large delivery."""
    return run_capture(int(run.payload["capture_id"]), run.progress)


every(1)(mirror_diary)
