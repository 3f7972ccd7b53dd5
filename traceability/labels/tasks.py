"""Background work of traceability."""

from typing import Any

from app.core.errors import Conflict
from app.core.work.jobs import JobRun, Queue, task
from traceability.labels.printing import print_run

_HELD = {"lot_recalled", "wrong_state"}
"""Why a run rests that is whole otherwise."""


@task("traceability.print", Queue.LABELS)
def print_task(run: JobRun) -> dict[str, Any]:
    """Draw a large run of labels; its codes are on disk already. A run of a recalled lot waits for the end of
    the recall.
    """
    run_id = int(run.payload["run_id"])
    result = {"url": f"/co-so-cua-toi/lo/tem/{run_id}"}
    try:
        print_run(run_id, run.progress)
    except Conflict as held:
        if held.code not in _HELD:
            raise
        return result | {"held": held.code}
    return result
