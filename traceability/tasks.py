"""Work of origin behind the pages."""

from typing import Any

from app.core.jobs import JobRun, task
from traceability.printing import print_run


@task("traceability.print")
def print_task(run: JobRun) -> dict[str, Any]:
    """Draw a large run of labels; its codes are on disk already."""
    run_id = int(run.payload["run_id"])
    print_run(run_id, run.progress)
    return {"url": f"/co-so-cua-toi/lo/tem/{run_id}"}
